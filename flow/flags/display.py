"""A flag as its pages show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models import Card
from flow.flags.address import address
from flow.flags.models import Flag, FlagEntry, FlagStage, FlagState
from flow.flags.rollout import STEPS, next_step, skips
from flow.flags.snippets import SNIPPETS
from flow.flags.words import entry_says


@dataclass(frozen=True)
class Opened:
    """How far a flag is open: bars of six, and a word."""

    state: FlagState | None

    @property
    def bars(self) -> list[tuple[int, int, int, bool]]:
        """Where each bar begins (x, y), its height, and whether it is filled; in a box of 41 to 12."""
        return [
            (7 * place, 10 - 2 * place, 2 + 2 * place, place < self._filled)
            for place in range(len(STEPS))
        ]

    @property
    def kind(self) -> str:
        """off, dark, part or full"""
        if self.state is None or not self.state.enabled:
            return "off"
        return {0: "dark", 100: "full"}.get(self.state.rollout, "part")

    @property
    def word(self) -> str:
        words = {"off": _("Off"), "dark": _("Dark"), "full": _("Everybody")}
        share = self.state.rollout if self.state else 0
        return words.get(self.kind) or _("%(share)s %%") % {"share": share}

    @property
    def since(self) -> datetime | None:
        """Since when; None while it was never switched."""
        return self.state.changed_at if self.state and self.state.version > 1 else None

    @property
    def _filled(self) -> int:
        if self.kind == "off" or self.state is None:
            return 0
        return sum(step <= self.state.rollout for step in STEPS)


@dataclass(frozen=True)
class FlagRow:
    """A line of the audit."""

    flag: Flag
    today: date

    HEAD: ClassVar = [
        *("flag", "kind", "stage", "share", "owner", "made", "age_days", "remove_by", "overdue"),
        *("review_on", "last_asked", "removal_card", "removal_done", "purpose"),
    ]

    @property
    def stage(self) -> str:
        return str(FlagStage(self.flag.stage).label)

    @property
    def opened(self) -> Opened:
        return Opened(production_of(self.flag))

    @property
    def age(self) -> int:
        return self.flag.age(self.today)

    @property
    def is_late(self) -> bool:
        return self.flag.is_overdue(self.today)

    @property
    def days_late(self) -> int:
        return (self.today - self.flag.remove_by).days if self.flag.remove_by else 0

    @property
    def removal(self) -> str:
        card = self.flag.removal_card
        return f"{self.flag.board.key}-{card.number}" if card else ""

    @property
    def removal_state(self) -> str:
        """Where its removal card is, or what became of it."""
        return removal_state(self.flag)

    @property
    def cells(self) -> list[Any]:
        flag = self.flag
        return [
            *(flag.key, flag.kind, flag.stage, flag.share if flag.is_on else 0),
            *(flag.owner.email if flag.owner else "", flag.board.day_of(flag.made_at), self.age),
            *(flag.remove_by, "yes" if self.is_late else "no", flag.review_on),
            *(flag.last_asked_at and flag.last_asked_at.isoformat(), self.removal),
            *("yes" if flag.is_removed else "no", flag.purpose),
        ]


def production_of(flag: Flag) -> FlagState | None:
    """Return the state of the flag in production, among the fetched ones."""
    return next((state for state in flag.states.all() if state.environment.production), None)


def removal_state(flag: Flag) -> str:
    card = flag.removal_card
    if card is None:
        return ""
    if card.finished_at:
        return _("finished: the flag is removed")
    if card.deleted_at:
        return _("deleted; it is created again")
    if card.archived_at:
        return _("archived; it is created again")
    return _("in %(column)s") % {"column": flag.board.shape.columns[card.column_id].name}


@dataclass(frozen=True)
class FlagOfCard:
    """A flag on the page of a card that is for it, or removes it."""

    flag: Flag
    card: Card
    today: date

    @property
    def opened(self) -> Opened:
        return Opened(production_of(self.flag))

    @property
    def is_removal(self) -> bool:
        return self.flag.removal_card_id == self.card.pk

    @property
    def row(self) -> FlagRow:
        return FlagRow(self.flag, self.today)

    @property
    def asks(self) -> list[FlagState]:
        """The environments that have asked for it, production first."""
        asked = [state for state in self.flag.states.all() if state.last_asked_at]
        return sorted(asked, key=lambda state: not state.environment.production)


@dataclass(frozen=True)
class FlagHistoryLine:
    """A line of the history, in words."""

    entry: FlagEntry

    @property
    def says(self) -> str:
        return entry_says(self.entry)


@dataclass(frozen=True)
class DayOfAnswers:
    """The number of answers on one day in one environment."""

    day: date
    environment: str
    on: int
    off: int


@dataclass(frozen=True)
class RampStep:
    """A step of the ramp, and what going there is."""

    share: int
    now: int
    asks: bool

    @property
    def is_now(self) -> bool:
        return self.share == self.now

    @property
    def is_passed(self) -> bool:
        return self.share < self.now

    @property
    def is_next(self) -> bool:
        return self.share == next_step(self.now) and not self.is_now

    @property
    def skips(self) -> bool:
        return self.asks and skips(self.now, self.share)


class FlagPicture:
    """A flag's page: its state in production, the others, and how code asks for it."""

    WAITS: ClassVar = _later("One working day at a step is usual, longer at 25 and 50 %.")

    def __init__(self, flag: Flag, today: date):
        self.flag, self.today = flag, today
        for state in self.states:
            state.flag = flag

    @cached_property
    def states(self) -> list[FlagState]:
        return list(self.flag.states.all())

    @property
    def production(self) -> FlagState | None:
        return production_of(self.flag)

    @property
    def others(self) -> list[FlagState]:
        return [state for state in self.states if not state.environment.production]

    @property
    def steps(self) -> list[RampStep]:
        state = self.production
        return (
            [RampStep(share, state.rollout, self.flag.is_temporary) for share in STEPS]
            if state
            else []
        )

    @property
    def says(self) -> str:
        """Return the sentence about the flag in production."""
        state = self.production
        if state is None or not state.enabled:
            return _("Off for everybody")
        if state.rollout == 100:
            return _("On for everybody")
        if state.rollout == 0:
            return _("On for nobody but those allowed by name")
        return _("On for %(share)s %%") % {"share": state.rollout}

    @property
    def opened(self) -> Opened:
        return Opened(self.production)

    @property
    def row(self) -> FlagRow:
        return FlagRow(self.flag, self.today)

    @cached_property
    def history(self) -> list[FlagHistoryLine]:
        return [FlagHistoryLine(entry) for entry in self.flag.entries.latest_first()[:50]]

    @cached_property
    def answers(self) -> list[DayOfAnswers]:
        """Return the counts of the last 14 days, the last first."""
        return list(_days(self.flag.days.lately(self.today)))

    @property
    def answered_today(self) -> DayOfAnswers | None:
        production = self.production and self.production.environment.name
        today = (each for each in self.answers if each.day == self.today)
        return next((each for each in today if each.environment == production), None)

    @property
    def allowed(self) -> str:
        return "\n".join(self.production.allowed) if self.production else ""

    @property
    def snippets(self) -> list[tuple[str, str]]:
        """How code asks for it, by language."""
        return [(name, text % self._names) for name, text in SNIPPETS]

    @property
    def _names(self) -> dict[str, str]:
        return {"url": address(), "flag": self.flag.key}


def _days(rows: Any) -> Iterator[DayOfAnswers]:
    for (day, environment), those in groupby(rows, lambda row: (row.day, row.environment.name)):
        counted = {row.variant: row.count for row in those}
        yield DayOfAnswers(day, environment, counted.get("on", 0), counted.get("off", 0))
