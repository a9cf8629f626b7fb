"""The menu of a card: where it may go, in words, and what else may be done with it from the board."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from board.display.page.face import Obstacle
from board.display.page.picture import Picture
from board.models import Block, Board, Card, Column, Lane, Person
from board.models.card.placements import Placement, PlacementVerdict
from board.sql.compiled import Compiled

STANDING = Compiled(
    lambda card: (
        Block.objects.standing().filter(card=card).values_list("reason", "blocked_at").order_by()
    )
)

_DROPS = {
    PlacementVerdict.MAY: "takes",
    PlacementVerdict.REASON: "reason",
    PlacementVerdict.NO: "refuses",
}
_ICONS = {"takes": "pull", "reason": "override", "refuses": "gate", "here": "check"}


@dataclass(frozen=True)
class Destination:
    """One column of a lane as the card may go there; `digit` is the key that chooses it."""

    column: Column
    lane: Lane
    drop: str
    verdict: str
    words: str
    digit: int | None
    is_onward: bool

    @property
    def icon(self) -> str:
        return _ICONS[self.drop]


class Menu:
    """The verbs that can be asked for a card without opening it."""

    def __init__(self, card: Card, person: Person):
        self.card = card.as_placed()
        self.person = person

    @property
    def board(self) -> Board:
        return self.card.board

    @property
    def block(self) -> Obstacle | None:
        """Return the block of the card."""
        for reason, blocked_at in STANDING.rows(self.card.pk) if self.card.is_blocked else []:
            return Obstacle.since(blocked_at, reason, self.board)
        return None

    @cached_property
    def lanes(self) -> list[tuple[Lane, list[Destination]]]:
        """The ways by lane, the card's own lane first."""
        lanes = sorted(self.board.shape.lanes.values(), key=lambda lane: not self._is_own(lane))
        ways = list(self._ways)
        return [(lane, [way for way in ways if way.lane == lane]) for lane in lanes]

    @property
    def _ways(self) -> Iterator[Destination]:
        columns = list(self.board.shape.columns)
        for each in self.card.placements(by=self.person, tally=self._picture.tally):
            place = columns.index(each.column.pk) + 1
            is_own = self._is_own(each.lane)
            drop, verdict, words = self._answer_for(each)
            yield Destination(
                *(each.column, each.lane, drop, verdict, words),
                digit=place if is_own and place < 10 else None,
                is_onward=is_own and each.column.pk == self._onward,
            )

    def _answer_for(self, each: Placement) -> tuple[str, str, str]:
        if self._is_own(each.lane) and each.column.pk == self.card.column_id:
            return "here", _("It is here"), ""
        verdict = {
            PlacementVerdict.MAY: _("Can go here"),
            PlacementVerdict.REASON: _("Needs a reason"),
            PlacementVerdict.NO: _("Cannot go here"),
        }[each.answer]
        room = (
            self._picture.gate_of(each.column).words if each.answer == PlacementVerdict.MAY else ""
        )
        return _DROPS[each.answer], verdict, each.words or room

    @property
    def _onward(self) -> int:
        """The next step of the card; of one that is in the last, the step before."""
        columns = list(self.board.shape.columns)
        here = columns.index(self.card.column_id) if self.card.column_id in columns else -1
        return columns[here + 1 if here + 1 < len(columns) else here - 1]

    @cached_property
    def _picture(self) -> Picture:
        return Picture(self.board)

    def _is_own(self, lane: Lane) -> bool:
        return lane.pk == self.card.lane_id
