from django.db import models


class Vote(models.Model):
    """One vote for a note, under a name that only this server can make of a person.

    The name is an HMAC of the meeting's secret and the person. Votes are counted and deleted when
    the meeting ends.
    """

    note = models.ForeignKey("improvement.Note", models.CASCADE, related_name="given")
    voter = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["voter"], name="votes_of_a_voter")]

    def __str__(self) -> str:
        return f"for {self.note_id}"
