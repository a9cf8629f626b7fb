from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from flow.delivery.models.repository import Repository

A_DAY = timedelta(days=1)


class RepositoryUpdateQuerySet(models.QuerySet["RepositoryUpdate"]):
    def to_count(self) -> "RepositoryUpdateQuerySet":
        """Return the updates that count the whole repository again."""
        return self.filter(is_to_count=True)

    def to_forget(self, now: datetime) -> "RepositoryUpdateQuerySet":
        """Return the updates that are a day old, except the last one of each repository."""
        later = self.model.objects.filter(repository=OuterRef("repository"), pk__gt=OuterRef("pk"))
        return self.filter(Exists(later), is_to_count=False, at__lt=now - A_DAY)


class RepositoryUpdate(models.Model):
    """Something of a repository was written. A row each, since one counter would be a lock."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="updates")
    at = models.DateTimeField(default=timezone.now)
    is_to_count = models.BooleanField(default=False, db_default=False)

    objects = RepositoryUpdateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["repository"],
                condition=Q(is_to_count=True),
                name="updates_that_ask_for_a_count",
            )
        ]

    def __str__(self) -> str:
        return f"{self.repository_id} at {self.at}"
