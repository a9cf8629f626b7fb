"""The figures and the target that were frozen when a retrospective was opened, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from flow.experiments.words import amount


@dataclass(frozen=True)
class FrozenRow:
    title: str
    unit: str
    value: float | None
    before: float | None
    why: str

    @property
    def changed(self) -> str:
        """Return the change in words; without a value, the reason."""
        if self.value is None:
            return self.why
        if self.before is None:
            return _("not known before")
        by = round(self.value - self.before, 1)
        if not by:
            return _("the same")
        words = _("%(by)s more") if by > 0 else _("%(by)s less")
        return words % {"by": amount(abs(by), "")}


@dataclass(frozen=True)
class FrozenTarget:
    """The target as it was when the retrospective was opened, in words."""

    title: str
    to: str
    by: date
    value: str
    baseline: str
    why: str
    is_met: bool

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "FrozenTarget":
        to, value, baseline = (
            amount(kept[name], kept["unit"]) for name in ("to", "value", "baseline")
        )
        day = date.fromisoformat(kept["by"])
        return cls(kept["title"], to, day, value, baseline, kept["why"], kept["is_met"])
