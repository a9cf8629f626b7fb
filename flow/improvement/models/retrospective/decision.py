"""The end of a retrospective: one to three actions, each a card, or a reason for none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models import Board
from board.models.checks import check_fields
from board.models.name import folded
from flow.improvement.models.retrospective.action import ImprovementAction
from flow.improvement.refusals import AlreadyClosed

if TYPE_CHECKING:
    from board.models import Person
    from flow.improvement.models.retrospective.retrospective import Retrospective

MOST_ACTIONS = 3


@dataclass(frozen=True)
class ToDo:
    """An action that is decided: what, whose, by which day, and its measure."""

    title: str
    owner: "Person | None"
    by: date | None
    measure: str


class RetrospectiveDecision(models.Model):
    """The side of a retrospective that ends it."""

    class Meta:
        abstract = True

    def close(
        self: "Retrospective",
        actions: Sequence[ToDo],
        *,
        by: "Person",
        reason: str = "",
        on_top: bool = False,
    ) -> "Retrospective":
        """End it with one to three actions, each of which becomes a card; or with a reason.

        Raises ValidationError for an incomplete action, AlreadyClosed, and GateRefusal if no
        queue column has room for a card.
        """
        reason = folded(reason)
        with transaction.atomic():
            board = Board.objects.locked(self.board_id)  # before the meeting: always in this order
            board.role = self.board.role
            meeting = self._locked()
            if meeting.ended_at is not None:
                raise AlreadyClosed(_("This retrospective has been closed."))
            _check(board, actions, reason)
            for each in reversed(actions) if on_top else actions:
                assert each.by is not None
                card = board.queue_card(
                    each.title,
                    by=by,
                    assignees=[each.owner] if each.owner else [],
                    description=each.measure,
                    due_on=each.by,
                    on_top=on_top,
                )
                action = ImprovementAction(
                    retrospective=meeting,
                    title=each.title,
                    owner=each.owner,
                    by=each.by,
                    measure=each.measure,
                    card=card,
                )
                check_fields(action, "title", "measure")
                action.save()
            meeting.reason = "" if actions else reason
            meeting.ended_at = max(meeting.started_at, timezone.now())
            meeting._finish(meeting.ended_at)
            meeting.steps += 1
            meeting.save()
            board.hint(self.SUBJECT)
        return meeting


def _check(board: Board, actions: Sequence[ToDo], reason: str) -> None:
    """Raise ValidationError, by the names of the fields, for an incomplete decision."""
    if not actions and not reason:
        words = _("Decide on one to three actions, or write why there is none.")
        raise ValidationError({"actions": words})
    if len(actions) > MOST_ACTIONS:
        raise ValidationError({"actions": _("At most three actions: fewer are done sooner.")})
    team = {seat.person_id for seat in board.memberships.exclude(role="viewer")}
    wrong = {
        f"actions.{at}.{field}": words
        for at, each in enumerate(actions)
        for field, words in _missing(each, team).items()
    }
    if wrong:
        raise ValidationError(wrong)


def _missing(action: ToDo, team: Collection[int]) -> dict[str, str]:
    """Return what is missing in an action, in words by field."""
    wrong = {
        "title": not folded(action.title) and _("Write what is to be done."),
        "owner": (action.owner is None or action.owner.pk not in team)
        and _("Name its owner: a member of the board."),
        "by": action.by is None and _("Choose the day by which it is to be done."),
        "measure": not folded(action.measure) and _("Write how you will see that it worked."),
    }
    return {field: words for field, words in wrong.items() if words}
