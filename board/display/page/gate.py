"""Is there room? The one answer that a column's head, a slot, a lane and a person's strip give."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_DRAWN = 24  # more places than this are said in words only


class GateState(StrEnum):
    NONE = "none"
    OPEN = "open"
    FULL = "full"
    OVER = "over"


@dataclass(frozen=True)
class Gate:
    """The cards that count at a gate, the ones apart from limits, and the maximum, if any."""

    count: int
    apart: int = 0
    maximum: int | None = None

    @property
    def state(self) -> GateState:
        if self.maximum is None:
            return GateState.NONE
        if self.count > self.maximum:
            return GateState.OVER
        return GateState.FULL if self.count == self.maximum else GateState.OPEN

    @property
    def is_shut(self) -> bool:
        return self.state in (GateState.FULL, GateState.OVER)

    @property
    def figure(self) -> str:
        """As the head of a column writes it: 7, 3/3, 5/4, 3+1/3."""
        if self.maximum is None:
            return str(self.count + self.apart)
        apart = f"+{self.apart}" if self.apart else ""
        return f"{self.count}{apart}/{self.maximum}"

    @property
    def free(self) -> int:
        return max((self.maximum or 0) - self.count, 0)

    @property
    def over(self) -> int:
        return 0 if self.maximum is None else max(self.count - self.maximum, 0)

    @property
    def places(self) -> list[bool]:
        """Each place behind the gate, True where it is taken; none when there are too many."""
        if self.maximum is None or self.maximum > MOST_DRAWN:
            return []
        return [place < self.count for place in range(self.maximum)]

    @property
    def words(self) -> str:
        """For an option of a list: "1 free", "full, 3 of 3"."""
        if self.maximum is None:
            return ""
        if self.maximum == 0:
            return _("closed")
        facts = {"count": self.count, "maximum": self.maximum, "free": self.free}
        if self.state == GateState.OVER:
            return _("exceeds its limit, %(count)s of %(maximum)s") % facts
        if self.state == GateState.FULL:
            return _("full, %(count)s of %(maximum)s") % facts
        return ngettext("%(free)s free", "%(free)s free", self.free) % facts
