from django.db import models
from django.db.models import Q

from flow.delivery.models.repository import Repository


class Build(models.Model):
    """One attempt to build a commit of the trunk."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="builds")
    external_id = models.CharField(max_length=200)
    attempt = models.PositiveIntegerField(default=1)
    sha = models.CharField(max_length=64)
    status = models.CharField(max_length=9)  # as of a deployment
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "external_id", "attempt"],
                name="an_attempt_of_a_build_is_known_once",
            )
        ]
        indexes = [
            models.Index(fields=["repository", "finished_at"], name="builds_by_time"),
            models.Index(
                fields=["repository", "finished_at"],
                condition=Q(status="succeeded"),
                name="green_builds_by_time",
            ),
            models.Index(
                fields=["repository", "finished_at"],
                condition=~Q(status="succeeded"),
                name="red_builds_by_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.external_id}, attempt {self.attempt}"
