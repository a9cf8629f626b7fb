import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A new table: no other is locked or rewritten."""

    dependencies = [
        ("board", "0011_an_address_that_refuses_mail_is_known"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnsweredKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="answered_keys_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("by", "key"), name="an_answered_key_is_kept_once_for_a_person"
                    )
                ],
            },
        ),
    ]
