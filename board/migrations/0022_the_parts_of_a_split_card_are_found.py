from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of cards is large: the index is built without a lock on it."""

    atomic = False

    dependencies = [("board", "0021_small_batches")]

    operations = [
        AddIndexConcurrently(
            model_name="card",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)),
                fields=["split_from"],
                name="parts_of_a_split_card",
            ),
        ),
    ]
