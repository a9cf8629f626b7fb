"""What a board takes in from a log: the ways of cards, however many, in whatever order they stand."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, models
from django.utils.translation import gettext as _

from board.models.card import Card
from board.models.copying import copy_in, new_ids
from board.models.entries import Entry, in_order
from board.models.event import Kind
from board.models.facts import facts_of
from board.models.ordering import ranks_at_end
from board.models.refusals import NotPossible
from board.models.stay import Stay
from board.models.turn import Turn

if TYPE_CHECKING:
    from board.models.board import Board
    from board.models.person import Person

BATCH = 2_000  # cards written by one statement

CARD = (
    *("id", "board_id", "number", "external_id", "title", "description", "column_id", "lane_id"),
    *("service_class_id", "rank", "created_at", "created_by_id"),
    *("arrived_at", "started_at", "finished_at"),
)
STAY = ("card_id", "column_id", "lane_id", "entered_at", "left_at")


class Spell(NamedTuple):
    """A time that a card was in one column."""

    column_id: int
    entered_at: datetime
    left_at: datetime | None


class Way(NamedTuple):
    """Where a card was when, and what it is called."""

    external_id: str
    title: str
    description: str
    spells: list[Spell]


@dataclass
class Retraced:
    """What came of a log: cards, stays, entries that changed nothing, and where the cards are."""

    cards: int = 0
    stays: int = 0
    idle: int = 0
    there: Counter[int] = field(default_factory=Counter)


class Retracing(models.Model):
    """The side of a board that takes in a log."""

    class Meta:
        abstract = True

    def retrace(
        self: "Board",
        entries: Iterable[Entry],
        *,
        by: "Person",
        source: str,
        watch: Callable[[Iterable[Entry]], Iterable[Entry]] = iter,
    ) -> Retraced:
        """Let the cards of a log go the ways that it tells, as one change and one event.

        Each card is where its last entry is; an entry into the column that it is in changes
        nothing. `source` names the log; `watch` sees the entries in the order of the cards.
        Raises NotPossible on a board that has cards or limits: there it would be `take_in`.
        """
        with self.turn(by=by) as turn:
            if turn.shape.limits or turn.board.cards.exists():
                raise NotPossible(
                    _("%(board)s has cards or limits; a log makes a new board.")
                    % {"board": turn.board}
                )
            told = Retraced()
            with in_order(_past(turn, entries)) as ordered:
                _write(turn, _ways(watch(ordered), told))
            if told.cards:
                turn.record(Kind.IMPORTED, source=source, cards=[1, told.cards])
        return told


def _past(turn: Turn, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries; raise NotPossible for one that has not happened yet."""
    for entry in entries:
        if entry.entered_at > turn.at:
            raise NotPossible(_("%(card)s comes from the future.") % {"card": entry.external_id})
        yield entry


def _ways(ordered: Iterable[Entry], told: Retraced) -> Iterator[Way]:
    """The way of each card, called by the first of its entries that has a title."""
    for external_id, rows in groupby(ordered, key=attrgetter("external_id")):
        entries = list(rows)
        spells = _spells(entries)
        told.cards += 1
        told.stays += len(spells)
        told.idle += len(entries) - len(spells)
        told.there[spells[-1].column_id] += 1
        titled = next((entry for entry in entries if entry.title), entries[0])
        yield Way(external_id, titled.title or external_id, titled.description, spells)


def _spells(entries: list[Entry]) -> list[Spell]:
    """One for each change of column, until the next begins."""
    moves = entries[:1]
    moves += [now for was, now in pairwise(entries) if now.column_id != was.column_id]
    ends = [*(move.entered_at for move in moves[1:]), None]
    return [
        Spell(move.column_id, move.entered_at, end) for move, end in zip(moves, ends, strict=True)
    ]


def _write(turn: Turn, ways: Iterator[Way]) -> None:
    """Cards and stays, some thousands at a time; what they refer to is checked with each batch."""
    rows = _cards(turn, ways)
    lane = turn.shape.first_lane.pk
    while batch := list(islice(rows, BATCH)):
        ids = new_ids(Card, len(batch))
        copy_in(Card, CARD, ((pk, *card) for pk, (card, _way) in zip(ids, batch, strict=True)))
        stays = (
            (pk, spell.column_id, lane, spell.entered_at, spell.left_at)
            for pk, (_card, way) in zip(ids, batch, strict=True)
            for spell in way.spells
        )
        copy_in(Stay, STAY, stays)
        connection.check_constraints()  # not millions of them when the transaction ends


def _cards(turn: Turn, ways: Iterator[Way]) -> Iterator[tuple[tuple[Any, ...], Way]]:
    """Each way with its card, as `CARD` has it but for the id, at the end of its column."""
    columns = turn.shape.columns
    ranks = {pk: ranks_at_end(column) for pk, column in columns.items()}
    board, by = turn.board.pk, turn.by.pk if turn.by else None
    lane, treated = turn.shape.first_lane.pk, turn.shape.first_service_class.pk
    for number, way in enumerate(ways, start=1):
        here = way.spells[-1].column_id
        place = (here, lane, treated, next(ranks[here]))
        born = (way.spells[0].entered_at, by)
        said = (number, way.external_id, way.title, way.description)
        yield (board, *said, *place, *born, *facts_of(way.spells, columns)), way
