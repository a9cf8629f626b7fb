"""How full the limits of a board are, which went over, and what to pull next."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.page.column import ColumnPicture, Pair
from board.display.page.gate import Gate, GateState
from board.display.page.picture import Picture
from board.models import Board, Limit, Scope, Stage

MOST_DRAWN = 10  # more places than this are said in words only


@dataclass(frozen=True)
class LimitStanding:
    """The state of a limit: its gate, and the card to pull next if there is room."""

    limit: int
    name: str
    gate: Gate
    pull: str = ""

    @property
    def is_over(self) -> bool:
        return self.gate.state == GateState.OVER

    @property
    def words(self) -> str:
        """1 over: 2 must leave before anything enters"""
        if self.is_over and self.gate.maximum:
            return _("%(over)d too many: %(leave)d must leave before anything enters") % {
                "over": self.gate.over,
                "leave": self.gate.over + 1,
            }
        if self.is_over:
            return ngettext("closed, %(n)d is there", "closed, %(n)d are there", self.gate.over) % {
                "n": self.gate.over
            }
        if self.gate.is_shut:
            return _("full") if self.gate.maximum else _("closed")
        free = ngettext("%(n)d free", "%(n)d free", self.gate.free) % {"n": self.gate.free}
        return (
            _("%(free)s: pull %(card)s") % {"free": free, "card": self.pull} if self.pull else free
        )

    @property
    def places(self) -> list[str]:
        """Each place as it is drawn: taken, free, or taken beyond the maximum; none if too many."""
        gate = self.gate
        taken = min(gate.count, gate.maximum or 0)
        drawn = ["taken"] * taken + ["over"] * gate.over + ["free"] * gate.free
        return drawn if len(drawn) <= MOST_DRAWN else []


class LimitsNow:
    """The limits of a board at this moment, in a number of statements that no card adds to."""

    def __init__(self, board: Board) -> None:
        self.board = board

    @cached_property
    def standing(self) -> list[LimitStanding]:
        """Return the limits of columns, left to right; and those of lanes, people, classes and the
        board that are exceeded.
        """
        at_columns = list(self._at_columns())
        shown = {each.limit for each in at_columns}
        return [*at_columns, *(each for each in self._elsewhere() if each.limit not in shown)]

    @property
    def over(self) -> list[LimitStanding]:
        return [each for each in self.standing if each.is_over]

    @cached_property
    def waits_for(self) -> dict[int, str]:
        """The columns where cards wait and the next one has no room: by their id its name."""
        steps = [(pair or columns[0], columns) for pair, columns in self._groups]
        waits = {}
        for (_step, columns), (ahead, _columns) in pairwise(steps):
            last = columns[-1].column
            if last.stage == Stage.WAITING and ahead.gate.is_shut:
                waits[last.pk] = ahead.name
        return waits

    def _at_columns(self) -> Iterator[LimitStanding]:
        for pair, columns in self._groups:
            if pair and pair.limit:
                yield LimitStanding(pair.limit.pk, pair.name, pair.gate, _pull(columns[0]))
            for each in columns:
                if each.limit:
                    yield LimitStanding(each.limit.pk, each.name, each.gate, _pull(each))

    def _elsewhere(self) -> Iterator[LimitStanding]:
        """Yield the exceeded limits that no column shows; one for each person."""
        for limit in self.board.shape.limits:
            for person in self._picture.team if limit.scope == Scope.PERSON else [None]:
                gate = self._gate(limit, person.pk if person else None)
                if gate.state == GateState.OVER:
                    name = f"{person.short_name}, {limit.title}" if person else limit.title
                    yield LimitStanding(limit.pk, name, gate)

    def _gate(self, limit: Limit, person: int | None) -> Gate:
        return Gate(self._picture.tally.count(limit, person), maximum=limit.maximum)

    @cached_property
    def _picture(self) -> Picture:
        return Picture(self.board, drawn=())

    @cached_property
    def _groups(self) -> list[tuple[Pair | None, list[ColumnPicture]]]:
        return self._picture.groups


def _pull(column: ColumnPicture) -> str:
    return column.pull_next.key if column.pull_next else ""
