from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.name import NameField

if TYPE_CHECKING:
    from board.models.card.place import Place
    from board.models.limit.limit import Limit


RULES = {
    "too_large": gettext_lazy("the size of a card that starts"),
    "expedite_again": gettext_lazy("the days between two cards of a class"),
}  # as a list of overrides names them


def rule_words(rule: str) -> str:
    """Return the name in a sentence of the rule that an override passes; "" is a limit."""
    return str(RULES.get(rule, rule)) if rule else _("a limit")


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self) -> "OverrideQuerySet":
        """Return the overrides that are in force: their cards still count where they were let in."""
        return self.filter(ended_at=None)


class Override(models.Model):
    """A card that was let past a limit, or past another rule of the gate, with the reason.

    For a limit it names the limit and its version then, and is in force until the limit no longer
    counts the card. For another rule it names that rule (`too_large`), and is in force until the
    card returns to the queue, finishes, is reopened or leaves the board. Without a person, the
    board let the card in itself: an unblocked or an imported card is never refused.
    """

    card = models.ForeignKey("board.Card", models.CASCADE, related_name="overrides")
    limit = models.ForeignKey(
        "board.Limit", models.CASCADE, null=True, blank=True, related_name="overrides"
    )
    rule = models.CharField(max_length=40, blank=True, default="", db_default="")
    person = models.ForeignKey(  # the person, where the limit counts for each person
        "board.Person", models.PROTECT, null=True, related_name="+"
    )
    limit_version = models.PositiveIntegerField(null=True)
    reason = NameField(max_length=500)
    by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["card"],
                condition=Q(ended_at=None),
                name="overrides_in_force_of_a_card",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(limit__isnull=False, rule="") | Q(limit=None) & ~Q(rule=""),
                name="an_override_passes_one_limit_or_one_rule",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    def holds(self, limit: "Limit | None", place: "Place | None") -> bool:
        """Whether the card in this place still counts where it was let past; None: removed."""
        return limit is not None and limit.counts(place, self.person_id)
