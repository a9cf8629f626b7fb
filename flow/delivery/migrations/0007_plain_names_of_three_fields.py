from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename three fields of the models; their columns keep their names."""

    dependencies = [("delivery", "0006_label_of_the_scope_of_a_token")]

    operations = [
        migrations.AlterField(
            "componentchange", "is_told", models.BooleanField(db_column="is_told", default=False)
        ),
        migrations.RenameField("componentchange", "is_told", "is_named"),
        migrations.AlterField(
            "deployment",
            "said_kind",
            models.CharField(db_column="said_kind", default="", max_length=8),
        ),
        migrations.RenameField("deployment", "said_kind", "given_kind"),
        migrations.AlterField(
            "incident",
            "caused_by_id_said",
            models.CharField(db_column="caused_by_id_said", default="", max_length=200),
        ),
        migrations.RenameField("incident", "caused_by_id_said", "named_cause"),
    ]
