from django.db import models

from flow.metrics.models.parts import about, one_for_each


class Excess(models.Model):
    """A limit that is exceeded, and since when."""

    board = about("board.Board", db_index=True)
    limit = one_for_each("board.Limit")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.limit_id} is exceeded since {self.since:%Y-%m-%d %H:%M}"
