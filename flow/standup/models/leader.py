from django.db import models

from flow.metrics.models.parts import about


class Leader(models.Model):
    """Somebody who led a standup from this moment on."""

    standup = models.ForeignKey("standup.Standup", models.CASCADE, related_name="leaders")
    person = about("board.Person", db_index=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id} leads {self.standup_id}"
