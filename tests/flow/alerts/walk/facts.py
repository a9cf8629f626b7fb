"""What can be known of a board at a moment: its rows, and what the reckoning makes of its stays."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from board.models import Board, Card
from tests.flow.oracle.counts import Counts
from tests.flow.oracle.figures import percentile
from tests.flow.oracle.plain_board import plain
from tests.flow.oracle.replay import Replay

A_QUARTER = 90  # days, which end yesterday


@dataclass(frozen=True)
class Open:
    """An unfinished card. `blocks` has the block that holds it, if one does, and since when; `passed`
    has the overrides by which a person let it in, when, and who that was."""

    number: int
    column: int
    service: str
    arrived: date
    due: date | None
    people: frozenset[str]
    blocks: list[tuple[int, date]]
    passed: list[tuple[int, datetime, str]]


@dataclass(frozen=True)
class Limited:
    """Columns with one maximum, for all cards that are not expedited."""

    name: str
    columns: Collection[str]
    maximum: int


class Facts:
    """A board now."""

    def __init__(self, board: Board, now: datetime, limits: Collection[Limited]) -> None:
        self.now, self.limits = now, limits
        self.plain = plain(board, now)
        self.today = self.plain.day(now)
        self.names = {column.pk: column.name for column in board.columns.all()}
        self.works = self.plain.works_on(self.today)
        self.service = dict(board.cards.values_list("number", "service_class__kind"))
        rows = board.cards.filter(finished_at=None)
        rows = rows.prefetch_related("stays", "blocks", "overrides__by", "assignees")
        self.open = [self._open(card) for card in rows]

    @cached_property
    def counts(self) -> Counts:
        return Counts(self.plain)

    @cached_property
    def replays(self) -> dict[int, Replay]:
        return {replay.card.number: replay for replay in self.counts.replays}

    @cached_property
    def finished(self) -> list[Replay]:
        """Those of the last complete days, by which the board is measured."""
        found = self.counts.finished(*self._quarter)
        assert len(found) >= 10, "too few to go by"
        return found

    @cached_property
    def paces(self) -> dict[int, list[int] | None]:
        return self.counts.paces(*self._quarter)

    @cached_property
    def expected(self) -> int:
        """The days within which 85 % of cards finish."""
        return percentile([replay.cycle_time() for replay in self.finished], 85)

    @property
    def over(self) -> set[str]:
        """The names of the limits that are passed by what is there."""
        return {each.name for each in self.limits if self._count(each) > each.maximum}

    def has_moved_since(self, moment: datetime) -> set[int]:
        """The cards on the board that have come from one column into another since then."""
        return {
            card.number
            for card in self.plain.cards
            if any(stay.entered > moment for stay in card.stays[1:]) and card.archived is None
        }

    def was_let_past_since(self, moment: datetime) -> set[int]:
        """The cards that a person has let past a limit since then, and that still count there."""
        return {card.number for card in self.open for _pk, at, _by in card.passed if at > moment}

    @property
    def ages(self) -> dict[int, int]:
        """How old the cards in progress are, in days."""
        ages = {card.number: self.replays[card.number].age() for card in self.open}
        return {number: age for number, age in ages.items() if age}

    def _count(self, limit: Limited) -> int:
        return sum(
            self.names[card.column] in limit.columns and card.service != "expedite"
            for card in self.open
        )

    @property
    def _quarter(self) -> tuple[date, date]:
        return self.today - timedelta(A_QUARTER), self.today - timedelta(1)

    def _open(self, card: Card) -> Open:
        [arrived] = [
            stay.entered_at
            for stay in card.stays.all()
            if stay.left_at is None and stay.voided_at is None
        ]
        blocks = [block for block in card.blocks.all() if block.unblocked_at is None]
        passed = [each for each in card.overrides.all() if each.ended_at is None and each.by_id]
        return Open(
            card.number,
            card.column_id,
            self.service[card.number],
            self.plain.day(arrived),
            card.due_on,
            frozenset(person.email for person in card.assignees.all()),
            [(block.pk, self.plain.day(block.blocked_at)) for block in blocks],
            [(each.pk, each.at, each.by.email) for each in passed],
        )
