"""The rules of alerts. Pure: the current state of a card and the rules go in, crossed thresholds
come out.

Days are days that count on the board, both ends counted, as docs/flow.md defines them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from board.calendar import Calendar
from flow.metrics.definitions.percentile import too_few

UNLIKELY = 50  # % below which a card is unlikely to make it (ours)


class AlertKind(TextChoices):
    """The kinds of alerts, the most urgent first."""

    EXPECTED = "expected", _("older than expected")
    BLOCKED = "blocked", _("blocked for long")
    DUE = "due", _("unlikely to make its date")
    AGING = "aging", _("aging")
    OVER = "over", _("a limit exceeded for long")
    OVERRIDDEN = "overridden", _("let past a limit")
    STILL = "still", _("not moved for long")
    WATCH = "watch", _("to watch")


USUAL: dict[AlertKind, int | None] = {  # the days of each rule, None where it knows none
    AlertKind.EXPECTED: None,
    AlertKind.BLOCKED: 2,
    AlertKind.DUE: 7,
    AlertKind.AGING: None,
    AlertKind.OVER: 1,
    AlertKind.OVERRIDDEN: None,
    AlertKind.STILL: 5,
    AlertKind.WATCH: None,
}
OF_A_PASSAGE = {
    AlertKind.EXPECTED,
    AlertKind.AGING,
    AlertKind.STILL,
    AlertKind.WATCH,
}  # again in each passage
Rules = Mapping[str, int | None]  # those that are on, with their days


@dataclass(frozen=True)
class Crossing:
    """A threshold that is crossed. `since` is the day from which its days are counted.

    `passage` and `threshold` say which one it is: who crosses the same one again is not notified again.
    """

    kind: str
    threshold: str
    since: date
    card: int | None = None
    limit: int | None = None
    passage: int = 0
    column: int | None = None
    chance: int | None = None
    title: str = ""  # of what is no card and no limit, with the address of its page
    address: str = ""


@dataclass(frozen=True)
class CardStanding:
    """The current state of a card. `passage` 0 and no `started_on`: it is not started.

    `pace` is that of its column; `blocked` is which block holds it and since when; `let_past` has
    the overrides by which it is here, each with its day; `chance`, in %, is that of making its date.
    """

    card: int
    column: int
    arrived_on: date
    passage: int = 0
    started_on: date | None = None
    pace: tuple[int, ...] | None = None
    blocked: tuple[int, date] | None = None
    due_on: date | None = None
    chance: int | None = None
    let_past: Collection[tuple[int, date]] = ()


def crossings(
    card: CardStanding, rules: Rules, expected: int | None, calendar: Calendar, today: date
) -> Iterator[Crossing]:
    """The thresholds that this card has crossed; `expected` is the SLE of its board in days."""
    for kind, threshold, since in (
        *_of_age(card, expected, calendar, today),
        *_of_rest(card, rules, calendar, today),
        *_of_date(card, rules, calendar, today),
        *((AlertKind.OVERRIDDEN, str(pk), day) for pk, day in card.let_past),
    ):
        if kind in rules:
            yield Crossing(
                kind,
                threshold,
                since,
                card=card.card,
                passage=card.passage if kind in OF_A_PASSAGE else 0,
                column=card.column,
                chance=card.chance if kind == AlertKind.DUE else None,
            )


Found = Iterator[tuple[AlertKind, str, date]]


def _of_age(card: CardStanding, expected: int | None, calendar: Calendar, today: date) -> Found:
    """At 50 and at 85 % of the pace of its column, and beyond what is expected of any card."""
    if card.started_on is None:
        return
    age = calendar.days(card.started_on, today) or 0
    if card.pace:
        half, _, most, _ = card.pace
        if age >= most:
            yield AlertKind.AGING, f"{card.column}", card.started_on
        elif age >= half:
            yield AlertKind.WATCH, f"{card.column}", card.started_on
    if expected and age > expected:
        yield AlertKind.EXPECTED, "", card.started_on


def _of_rest(card: CardStanding, rules: Rules, calendar: Calendar, today: date) -> Found:
    """Blocked, or where it is, for more days than the rules let be."""
    if card.blocked:
        block, since = card.blocked
        if (calendar.days(since, today) or 0) > (rules.get(AlertKind.BLOCKED) or 0):
            yield AlertKind.BLOCKED, f"{block}", since
    if card.started_on and (calendar.days(card.arrived_on, today) or 0) > (
        rules.get(AlertKind.STILL) or 0
    ):
        yield AlertKind.STILL, f"{card.column} {card.arrived_on}", card.arrived_on


def _of_date(card: CardStanding, rules: Rules, calendar: Calendar, today: date) -> Found:
    """Due soon, or past due, and unlikely to make it."""
    if card.due_on is None or card.chance is None or card.chance >= UNLIKELY:
        return
    if days_left(card.due_on, calendar, today) <= (rules.get(AlertKind.DUE) or 0):
        yield AlertKind.DUE, f"{card.due_on}", card.due_on


def days_left(due: date, calendar: Calendar, today: date) -> int:
    """The days that count from today to the due day, both included; 0 when it is past."""
    return calendar.days(today, due) or 0


def chance(remaining: Collection[tuple[int, int]], age: int, left: int) -> int | None:
    """The chance in % that a card of this age is done within this many days, today included.

    `remaining` has for each finished card like it (its cycle time, the age at which it left the
    column for the last time). Those that were still there at this age count: what they still needed
    is compared with what is left. None if too few cards are known; 0 if none was there at this age.
    """
    if left <= 0:
        return 0
    if too_few(len(remaining)):
        return None
    alike = [days - age + 1 for days, gone_at in remaining if gone_at >= age]
    return 100 * sum(need <= left for need in alike) // len(alike) if alike else 0
