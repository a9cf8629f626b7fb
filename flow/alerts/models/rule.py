from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from board.models import Kind as Happened
from flow.alerts.kinds import label_of, usual_of
from flow.alerts.rules import Rules
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person


class RuleQuerySet(models.QuerySet["Rule"]):
    def of(self, board: "Board") -> dict[str, "Rule"]:
        """Every rule of a board, the usual one where it has said nothing else."""
        own = {rule.kind: rule for rule in self.filter(board=board)}
        return {
            kind: own.get(kind) or Rule(board=board, kind=kind, days=days)
            for kind, days in usual_of(board).items()
        }

    def in_force(self, board: "Board") -> Rules:
        """Return the rules that are on, with their days."""
        return {kind: rule.days for kind, rule in self.of(board).items() if rule.is_on}

    def keep(
        self, board: "Board", wanted: Mapping[str, tuple[bool, int | None]], *, by: "Person"
    ) -> None:
        """Let these be the rules of a board: on or off, and after how many days.

        The log of the board says who changed which.
        """
        with board.turn(by=by) as turn:
            was = {kind: (rule.is_on, rule.days) for kind, rule in self.of(board).items()}
            new = {kind: wanted[kind] for kind in wanted if wanted[kind] != was[kind]}
            if not new:
                return
            self.bulk_create(
                [
                    self.model(board=board, kind=kind, is_on=is_on, days=days)
                    for kind, (is_on, days) in new.items()
                ],
                update_conflicts=True,
                unique_fields=["board", "kind"],
                update_fields=["is_on", "days"],
            )
            turn.record(
                Happened.SETTINGS_CHANGED,
                of="alerts",
                was={str(kind): was[kind] for kind in new},
                now={str(kind): new[kind] for kind in new},
            )


class Rule(models.Model):
    """When a board wants to be alerted, where it is not as usual."""

    board = about("board.Board")
    kind = models.CharField(max_length=10)
    is_on = models.BooleanField(_("on"), default=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "kind"], name="a_board_has_one_rule_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__range=(1, 365)),
                name="a_rule_waits_for_one_to_365_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{label_of(self.kind)} on {self.board_id}"
