import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_what_was_delivered"),
    ]

    operations = [
        migrations.CreateModel(
            name="RepositoryUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_to_count", models.BooleanField(db_default=False, default=False)),
                (
                    "repository",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="updates",
                        to="delivery.repository",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_to_count", True)),
                        fields=["repository"],
                        name="updates_that_ask_for_a_count",
                    )
                ],
            },
        ),
    ]
