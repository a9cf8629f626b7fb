"""The field is renamed after what it holds. The column keeps its name; no row is written."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_what_is_to_count_holds_no_repository"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex("deployment", "deployments_by_what_they_name"),
                migrations.RenameField("deployment", "told", "named_commits"),
                migrations.AlterField(
                    "deployment",
                    "named_commits",
                    ArrayField(
                        models.CharField(max_length=64), db_column="told", default=list, size=None
                    ),
                ),
                migrations.AddIndex(
                    "deployment",
                    GinIndex(fields=["named_commits"], name="deployments_by_what_they_name"),
                ),
            ]
        ),
    ]
