from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from flow.delivery.models.repository import Repository


class Push(models.Model):
    """Commits that came to the trunk together: it says their order and what stood before them."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="pushes")
    before = models.CharField(max_length=64)  # "" where nothing did, or where it was forced
    after = models.CharField(max_length=64)
    shas = ArrayField(models.CharField(max_length=64))  # the first one first
    gone = models.CharField(max_length=64, default="")  # the commit that a force push took away
    is_cut = models.BooleanField(default=False)  # the provider did not name all

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "after", "before", "gone"], name="a_push_is_known_once"
            )
        ]
        indexes = [
            GinIndex(fields=["shas"], name="pushes_by_their_commits"),
            models.Index(fields=["repository", "before"], name="pushes_by_what_was_before"),
            models.Index(
                fields=["repository", "gone"], condition=~Q(gone=""), name="pushes_that_took_away"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before[:7]}..{self.after[:7]}"
