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
    """The values of a recurring card; a value that is not given stays as it is."""

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
        self: "Board", *, by: "Person", **values: Unpack[RecurrenceTerms]
    ) -> Recurrence:
        """Add a recurring card. Raises NotPossible on a board without a queue column."""
        with self.turn(by=by) as turn:
            Recurrence.MOST.check(turn.board.recurrences.count())
            turn.shape.backlog  # noqa: B018 - where it will stand
            recurrence = Recurrence(board=turn.board)
            _set(turn, recurrence, values)
            turn.record(Kind.RECURRENCE_ADDED, **_for_the_log(recurrence))
        return recurrence

    def revise_recurrence(
        self: "Board",
        recurrence: Recurrence,
        *,
        by: "Person",
        expected_revision: int | None = None,
        **values: Unpack[RecurrenceTerms],
    ) -> Recurrence:
        """Change the template, the rule, the time, or whether it is on.

        A time that passed while it was off makes no card later.
        """
        with self.turn(by=by) as turn:
            recurrence = _recurrence_here(turn.board, recurrence)
            check_revision(recurrence, expected_revision)
            was = _state_of(recurrence)
            _set(turn, recurrence, values, keep=True)
            if _state_of(recurrence) != was:
                recurrence.revision += 1
                recurrence.save()
                turn.record(Kind.RECURRENCE_CHANGED, **_for_the_log(recurrence))
        return recurrence

    def remove_recurrence(self: "Board", recurrence: Recurrence, *, by: "Person") -> None:
        """Remove a recurring card. The cards that it made stay."""
        with self.turn(by=by) as turn:
            recurrence = _recurrence_here(turn.board, recurrence)
            turn.record(Kind.RECURRENCE_REMOVED, **_for_the_log(recurrence))
            recurrence.delete()

    def make_recurring_card(self: "Board", recurrence: Recurrence) -> Card | None:
        """Make the card that is due, once for each time; of several missed times only the last.

        Where the queue has no room, the card waits, the log says so, and a later call makes it.
        """
        with self.turn(by=None) as turn:
            current = turn.board.recurrences.filter(pk=recurrence.pk).first()
            now = timezone.now()
            if turn.board.archived_at or current is None or not current.is_on:
                return None
            if current.next_at is None or current.next_at > now:
                return None
            current.board = turn.board
            due = current.times.last_until(now) or current.next_at
            if current.made.filter(due_at=due).exists():
                current.next_at = current.times.next_after(now)
                current.save(update_fields=["next_at"])
                return None
            card = _made(turn, current)
            if card is None:
                _note_that_it_waits(turn, current)
                return None
            RecurredCard.objects.create(recurrence=current, due_at=due, card=card, made_at=turn.at)
            current.next_at, current.waits_since = current.times.next_after(now), None
            current.save(update_fields=["next_at", "waits_since"])
        return card


def _made(turn: "Turn", recurrence: Recurrence) -> Card | None:
    """Return the new card; None where there is no queue, or no room in it."""
    try:
        column = turn.shape.backlog
    except NotPossible:
        return None
    template = template_here(turn.board, recurrence.template)
    facts = template.card_facts(turn.board)
    labels, steps = facts.pop("labels"), facts.pop("steps")
    lane = turn.shape.usual_lane
    card = turn.board.sketch_card(turn, column=column, lane=lane, **facts)
    if turn.refuses(PlaceChange(card, None, card.place)):
        return None
    lines = {"scenarios": facts["scenarios"], "steps": steps}
    turn.board.put_card(turn, card, labels=labels, facts={"recurrence": recurrence.pk}, **lines)
    return card


def _note_that_it_waits(turn: "Turn", recurrence: Recurrence) -> None:
    if recurrence.waits_since is None:
        recurrence.waits_since = turn.at
        recurrence.save(update_fields=["waits_since"])
        turn.record(Kind.RECURRENCE_WAITS, **_for_the_log(recurrence))


def _recurrence_here(board: "Board", recurrence: Recurrence) -> Recurrence:
    here = board.recurrences.select_related("template").filter(pk=recurrence.pk).first()
    if here is None:
        raise NotHere(_("That recurring card is not on this board any more."), "recurrence")
    here.board = board
    return here


def _set(
    turn: "Turn", recurrence: Recurrence, values: RecurrenceTerms, *, keep: bool = False
) -> None:
    """Check what is named, and compute the next time again."""
    before = _state_of(recurrence)[1:]
    if "template" in values:
        recurrence.template = template_here(turn.board, values["template"])
    if "rule" in values:
        recurrence.rule = values["rule"].strip().upper().removeprefix("RRULE:")
    if "starts_on" in values or not keep:
        recurrence.starts_on = _first_day(turn.board.day_of(turn.at), values.get("starts_on"))
    if "at" in values or not keep:
        at = values.get("at") or USUAL_TIME
        recurrence.at = at.replace(second=0, microsecond=0, tzinfo=None)
    recurrence.is_on = values.get("is_on", recurrence.is_on)
    if _state_of(recurrence)[1:] != before:
        with wrong_rule():
            recurrence.times.check()
        recurrence.line_up(turn.at)
    if not keep:
        recurrence.save()


@contextmanager
def wrong_rule() -> Iterator[None]:
    """Turn a ValidationError of this block into one of the field `rule`."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError({"rule": error.messages}) from error


def _first_day(today: date, day: date | None) -> date:
    first = day or today
    if not -LONGEST_AGO <= (first - today).days <= LONGEST_AHEAD:
        words = _("Choose a day between a year ago and ten years from now.")
        raise ValidationError({"starts_on": words})
    return first


def _state_of(recurrence: Recurrence) -> Any:
    return (
        *(recurrence.template_id, recurrence.rule, recurrence.starts_on),
        *(recurrence.at, recurrence.is_on),
    )


def _for_the_log(recurrence: Recurrence) -> dict[str, Any]:
    """Return the facts of its events."""
    return {
        "recurrence": recurrence.pk,
        "name": recurrence.template.name,
        "rule": recurrence.rule,
        "starts_on": recurrence.starts_on.isoformat(),
        "at": f"{recurrence.at:%H:%M}",
        "on": recurrence.is_on,
    }
