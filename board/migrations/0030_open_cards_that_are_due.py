from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("board", "0029_card_templates_and_recurring_cards"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="card",
            index=models.Index(
                condition=models.Q(
                    ("archived_at", None), ("due_on__isnull", False), ("finished_at", None)
                ),
                fields=["board", "due_on"],
                name="open_cards_that_are_due",
            ),
        ),
    ]
