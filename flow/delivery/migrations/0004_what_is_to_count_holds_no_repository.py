"""What asks for a count is an update of its own.

The column of repositories goes with a later release, IF EXISTS: a new database never had it.
"""

from django.db import migrations, models


def ask_again(apps, schema_editor):
    updates = apps.get_model("delivery", "RepositoryUpdate").objects
    for repository in apps.get_model("delivery", "Repository").objects.filter(is_to_count=True):
        updates.create(repository=repository, is_to_count=True)


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0003_what_is_new_is_found_quickly"),
    ]

    operations = [
        migrations.AlterField(
            "repository",
            "is_to_count",
            models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(ask_again, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("repository", "is_to_count")]
        ),
    ]
