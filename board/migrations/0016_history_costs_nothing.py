from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """The indexes of what a page shows beside the work in progress, made without a lock."""

    atomic = False

    dependencies = [
        ("board", "0015_tokens_have_a_scope_and_an_end"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="card",
            index=models.Index(
                *("column", F("finished_at").desc(nulls_last=True), "rank", "id"),
                condition=Q(archived_at=None, finished_at__isnull=False),
                name="finished_cards_of_a_column",
            ),
        ),
        AddIndexConcurrently(
            model_name="card",
            index=models.Index(
                fields=["board", "started_at", "id"],
                condition=Q(archived_at=None, started_at__isnull=False, finished_at=None),
                name="cards_in_progress_of_a_board",
            ),
        ),
    ]
