"""The import of an event log into a board: any number of cards, with the entries in any order."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from board.models.board.turn import Turn
from board.models.card.card import Card
from board.models.card.facts import facts_of
from board.models.card.order import ranks_at_end
from board.models.card.stay import Stay
from board.models.event import Kind
from board.models.event_log.entries import Entry, in_order
from board.models.event_log.histories import CardHistories, CardHistory, Retraced
from board.models.refusals import NotPossible
from board.sql.copy import copy_in, new_ids
from board.sql.references import checked_once

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person

BATCH = 2_000  # cards written by one statement

CARD = (
    *("id", "board_id", "number", "external_id", "title", "description", "column_id", "lane_id"),
    *("service_class_id", "rank", "created_at", "created_by_id"),
    *("arrived_at", "started_at", "finished_at", "archived_at"),
)
NEW = (  # which rows of these tables are those of a board
    (Card, "board_id = %(board)s"),
    (Stay, "card_id IN (SELECT id FROM board_card WHERE board_id = %(board)s)"),
)
STAY = ("card_id", "column_id", "lane_id", "entered_at", "left_at")


class BoardEventLogs(models.Model):
    """Take in the cards of an event log."""

    class Meta:
        abstract = True

    def retrace(
        self: "Board",
        entries: Iterable[Entry],
        *,
        by: "Person",
        source: str,
        archiving: Collection[int] = (),
        watch: Callable[[Iterable[Entry]], Iterable[Entry]] = iter,
    ) -> Retraced:
        """Create the cards of a log with their stays, as one change and one event.

        Each card is in the column of its last entry. An entry into the column that it is in changes
        nothing. An entry into a place below 0 archives the card if the place is `archiving`, and
        otherwise leaves the card where it is. `source` names the log; `watch` sees the entries in
        the order of the cards.
        Raises NotPossible on a board that has cards or limits: there it would be `take_in`.
        """
        with self.turn(by=by) as turn:
            if turn.shape.limits or turn.board.cards.exists():
                raise NotPossible(
                    _("%(board)s has cards or limits; a log creates a new board.")
                    % {"board": turn.board}
                )
            summary = Retraced()
            with in_order(_past(turn, entries)) as (ordered, falls):
                histories = CardHistories(summary, frozenset(archiving), falls=falls)
                _write(turn, histories.of(watch(ordered)))
            if summary.cards:
                turn.record(Kind.IMPORTED, source=source, cards=[1, summary.cards])
        return summary


def _past(turn: Turn, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries; raise NotPossible for one that has not happened yet."""
    for entry in entries:
        if entry.entered_at > turn.at:
            raise NotPossible(_("%(card)s has a date in the future.") % {"card": entry.external_id})
        yield entry


def _write(turn: Turn, ways: Iterator[CardHistory]) -> None:
    """Cards and stays, some thousands at a time; what they refer to is checked at the end."""
    shape, lane = turn.shape, turn.shape.first_lane
    held: list[models.Model] = [
        turn.board,
        lane,
        shape.first_service_class,
        *shape.columns.values(),
    ]
    held += [turn.by] if turn.by else []
    with checked_once(NEW, *held, board=turn.board.pk) as check:
        rows = _cards(turn, ways)
        while batch := list(islice(rows, BATCH)):
            ids = new_ids(Card, len(batch))
            copy_in(Card, CARD, ((pk, *card) for pk, (card, _way) in zip(ids, batch, strict=True)))
            stays = (
                (pk, spell.column_id, lane.pk, spell.entered_at, spell.left_at)
                for pk, (_card, way) in zip(ids, batch, strict=True)
                for spell in way.spells
            )
            copy_in(Stay, STAY, stays)
            check()


def _cards(
    turn: Turn, ways: Iterator[CardHistory]
) -> Iterator[tuple[tuple[Any, ...], CardHistory]]:
    """Each way with its card, as `CARD` has it but for the id, at the end of its column."""
    columns = turn.shape.columns
    ranks = {pk: ranks_at_end(column) for pk, column in columns.items()}
    board, by = turn.board.pk, turn.by.pk if turn.by else None
    lane, service_class = turn.shape.first_lane.pk, turn.shape.first_service_class.pk
    for number, way in enumerate(ways, start=1):
        here = way.spells[-1].column_id
        place = (here, lane, service_class, next(ranks[here]))
        born = (way.spells[0].entered_at, by)
        words = (number, way.external_id, way.title, way.description)
        facts = (*facts_of(way.spells, columns), way.archived_at)
        yield (board, *words, *place, *born, *facts), way
