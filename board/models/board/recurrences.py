"""The recurring cards of a board: add, revise, remove, and make the one that is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from board.models.board.card_templates import template_here
from board.models.card.card import Card
from board.models.event import Kind
from board.models.limit.gate import PlaceChange
from board.models.recurrence import RecurredCard, Recurrence
from board.models.refusals import NotHere, NotPossible
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.turn import Turn
    from board.models.card_template import CardTemplate
    from board.models.people.person import Person

USUAL_TIME = time(9)
LONGEST_AGO = 366  # days before today on which a recurrence may begin
LONGEST_AHEAD = 3660


class RecurrenceTerms(TypedDict, total=False):
    """What may be said of a recurring card; what is not named stays as it is."""

    template: "CardTemplate"
    rule: str
    starts_on: date | None
    at: time | None
    is_on: bool


class BoardRecurrences(models.Model):
    """The verbs of a board for its recurring cards."""

    class Meta:
        abstract = True

    def add_recurrence(
        self: "Board", *, by: "Person", **said: Unpack[RecurrenceTerms]
    ) -> Recurrence:
        """Let a card come again and again. Raises NotPossible on a board without a queue column."""
        with self.turn(by=by) as turn:
            Recurrence.MOST.check(turn.board.recurrences.count())
            turn.shape.backlog  # noqa: B018 - where it will stand
            recurrence = Recurrence(board=turn.board)
            _set(turn, recurrence, said)
            turn.record(Kind.RECURRENCE_ADDED, **_told(recurrence))
        return recurrence

    def revise_recurrence(
        self: "Board",
        recurrence: Recurrence,
        *,
        by: "Person",
        expected_revision: int | None = None,
        **said: Unpack[RecurrenceTerms],
    ) -> Recurrence:
        """Let it come at other times, from another template, or not for a while.

        What was due while it was off does not come later.
        """
        with self.turn(by=by) as turn:
            recurrence = _recurrence_here(turn.board, recurrence)
            check_revision(recurrence, expected_revision)
            was = _says(recurrence)
            _set(turn, recurrence, said, keep=True)
            if _says(recurrence) != was:
                recurrence.revision += 1
                recurrence.save()
                turn.record(Kind.RECURRENCE_CHANGED, **_told(recurrence))
        return recurrence

    def remove_recurrence(self: "Board", recurrence: Recurrence, *, by: "Person") -> None:
        """Let it come no more. The cards that came stay."""
        with self.turn(by=by) as turn:
            recurrence = _recurrence_here(turn.board, recurrence)
            turn.record(Kind.RECURRENCE_REMOVED, **_told(recurrence))
            recurrence.delete()

    def make_recurring_card(self: "Board", recurrence: Recurrence) -> Card | None:
        """Make the card that is due, once for each time; of several missed times only the last.

        Where the queue has no room it waits and says so in the log, and comes when there is room.
        """
        with self.turn(by=None) as turn:
            found = turn.board.recurrences.filter(pk=recurrence.pk).first()
            now = timezone.now()
            if turn.board.archived_at or found is None or not found.is_on:
                return None
            if found.next_at is None or found.next_at > now:
                return None
            found.board = turn.board
            due = found.times.last_until(now) or found.next_at
            if found.made.filter(due_at=due).exists():
                found.next_at = found.times.next_after(now)
                found.save(update_fields=["next_at"])
                return None
            card = _made(turn, found)
            if card is None:
                _note_that_it_waits(turn, found)
                return None
            RecurredCard.objects.create(recurrence=found, due_at=due, card=card, made_at=turn.at)
            found.next_at, found.waits_since = found.times.next_after(now), None
            found.save(update_fields=["next_at", "waits_since"])
        return card


def _made(turn: "Turn", recurrence: Recurrence) -> Card | None:
    """The new card; None where the queue has no room, or there is no queue."""
    try:
        column = turn.shape.backlog
    except NotPossible:
        return None
    template = template_here(turn.board, recurrence.template)
    facts = template.card_facts(turn.board)
    labels, steps = facts.pop("labels"), facts.pop("steps")
    card = turn.board.sketch_card(turn, column=column, **facts)
    if turn.refuses(PlaceChange(card, None, card.place)):
        return None
    lines = {"scenarios": facts["scenarios"], "steps": steps}
    turn.board.put_card(turn, card, labels=labels, told={"recurrence": recurrence.pk}, **lines)
    return card


def _note_that_it_waits(turn: "Turn", recurrence: Recurrence) -> None:
    if recurrence.waits_since is None:
        recurrence.waits_since = turn.at
        recurrence.save(update_fields=["waits_since"])
        turn.record(Kind.RECURRENCE_WAITS, **_told(recurrence))


def _recurrence_here(board: "Board", recurrence: Recurrence) -> Recurrence:
    found = board.recurrences.select_related("template").filter(pk=recurrence.pk).first()
    if found is None:
        raise NotHere(_("That recurring card is not on this board any more."), "recurrence")
    found.board = board
    return found


def _set(
    turn: "Turn", recurrence: Recurrence, said: RecurrenceTerms, *, keep: bool = False
) -> None:
    """Check what is named, and count anew when it comes."""
    before = _says(recurrence)[1:]
    if "template" in said:
        recurrence.template = template_here(turn.board, said["template"])
    if "rule" in said:
        recurrence.rule = said["rule"].strip().upper().removeprefix("RRULE:")
    if "starts_on" in said or not keep:
        recurrence.starts_on = _first_day(turn.board.day_of(turn.at), said.get("starts_on"))
    if "at" in said or not keep:
        at = said.get("at") or USUAL_TIME
        recurrence.at = at.replace(second=0, microsecond=0, tzinfo=None)
    recurrence.is_on = said.get("is_on", recurrence.is_on)
    if _says(recurrence)[1:] != before:
        with wrong_rule():
            recurrence.times.check()
        recurrence.line_up(turn.at)
    if not keep:
        recurrence.save()


@contextmanager
def wrong_rule() -> Iterator[None]:
    """What is wrong in here is wrong with the rule."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({"rule": error.messages}) from error


def _first_day(today: date, said: date | None) -> date:
    first = said or today
    if not -LONGEST_AGO <= (first - today).days <= LONGEST_AHEAD:
        words = _("Name a day from a year ago to ten years ahead.")
        raise ValidationError({"starts_on": words})
    return first


def _says(recurrence: Recurrence) -> Any:
    return (
        *(recurrence.template_id, recurrence.rule, recurrence.starts_on),
        *(recurrence.at, recurrence.is_on),
    )


def _told(recurrence: Recurrence) -> dict[str, Any]:
    """As the log keeps it."""
    return {
        "recurrence": recurrence.pk,
        "name": recurrence.template.name,
        "rule": recurrence.rule,
        "starts_on": recurrence.starts_on.isoformat(),
        "at": f"{recurrence.at:%H:%M}",
        "on": recurrence.is_on,
    }
