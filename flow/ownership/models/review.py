from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.checks import check_fields
from flow.delivery.models import Component, Team

if TYPE_CHECKING:
    from datetime import date

    from board.models import Person

# The four questions of a quarter: the field of a review, the question
QUESTIONS = {
    "deploys_alone": _("Can we deploy without waiting for anybody?"),
    "owns_layers": _("Do we own all that we change: pages, rules, data?"),
    "owns_contracts": _("Do we say how others talk to our parts, in versions?"),
    "answers_incidents": _("Do we answer for our own incidents?"),
}
QUARTER = r"^(19[7-9]\d|[2-9]\d{3})-Q[1-4]$"


def quarter_of(day: "date") -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


class OwnershipReviewQuerySet(models.QuerySet["OwnershipReview"]):
    def of(self, component: Component) -> "OwnershipReviewQuerySet":
        """Return the reviews of its team; the last quarter first."""
        return self.filter(component=component, team=component.team_id).order_by("-quarter")

    def in_quarter(self, quarter: str) -> "OwnershipReviewQuerySet":
        return self.filter(quarter=quarter)

    def of_components(self, components: "list[Component]") -> "OwnershipReviewQuerySet":
        """Return the reviews by the teams that own the components today."""
        return self.filter(component__in=components, team=models.F("component__team"))


class OwnershipReview(models.Model):
    """The answers of a team about a component of its own, once a quarter: yes or no, and a note."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="reviews")
    team = models.ForeignKey(Team, models.CASCADE, related_name="reviews")
    quarter = models.CharField(max_length=7)
    deploys_alone = models.BooleanField()
    owns_layers = models.BooleanField()
    owns_contracts = models.BooleanField()
    answers_incidents = models.BooleanField()
    note = models.TextField(_("note"), max_length=5000, blank=True)
    answered_at = models.DateTimeField()

    objects = OwnershipReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "team", "quarter"],
                name="a_team_answers_once_a_quarter_about_a_component",
            ),
            models.CheckConstraint(
                condition=Q(quarter__regex=QUARTER), name="a_quarter_is_written_like_2026_q4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} of {self.component_id} in {self.quarter}"

    @classmethod
    def answer(
        cls, component: Component, quarter: str, *, by: "Person", note: str = "", **answers: Any
    ) -> tuple["OwnershipReview", bool]:
        """Keep the answers of the component's team, and whether they are its first ones.

        Later answers for the same quarter take the place of earlier ones. The person who answered is
        not kept: the answers are the team's.
        """
        review = cls(
            component=component, team=component.team, quarter=quarter, note=note, **answers
        )
        check_fields(review, "note")
        values = answers | {"note": note, "answered_at": timezone.now()}
        return cls.objects.update_or_create(
            component=component, team=component.team, quarter=quarter, defaults=values
        )

    @property
    def yes(self) -> int:
        """How many of the four answers are yes."""
        return sum(getattr(self, question) for question in QUESTIONS)
