"""Alerts and rules as sentences, for pages, mails and programs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.calendar import Calendar
from flow.alerts.models import Alert, Rule
from flow.alerts.rules import Kind


def rule_says(kind: Kind, days: int | None, sle_percent: int, sle_days: int | None) -> str:
    """What a rule does, in one sentence."""
    if kind == Kind.EXPECTED and sle_days:
        words = _(
            "A card is older than what is expected: %(percent)d %% finish within %(days)d days."
        )
        return words % {"percent": sle_percent, "days": sle_days}
    if kind == Kind.OVER:
        return _("A limit is over for %(hours)d hours.") % {"hours": 24 * (days or 1)}
    if kind in SAID_WITH_DAYS:
        return _SENTENCES[kind]() % {"days": days or 0}
    return _SENTENCES[kind]()


def count_says(count: int | None) -> str:
    """How often a rule would have alerted."""
    if count is None:
        return _("How often it would have alerted cannot be told: old due dates are not kept.")
    if count == 0:
        return _("It would not have alerted in the last month.")
    return ngettext(
        "It would have alerted %(count)d time in the last month.",
        "It would have alerted %(count)d times in the last month.",
        count,
    ) % {"count": count}


SAID_WITH_DAYS = {Kind.BLOCKED, Kind.DUE, Kind.STILL}
_SENTENCES = {
    Kind.EXPECTED: lambda: _("A card is older than what is expected, once that is known."),
    Kind.BLOCKED: lambda: _("A card is blocked for more than %(days)d days."),
    Kind.DUE: lambda: _(
        "A card is due within %(days)d days, and fewer than half of the finished cards that were "
        "as old in its column would make it."
    ),
    Kind.AGING: lambda: _("A card is as old as 85 % of the cards were when they left its column."),
    Kind.OVERRIDDEN: lambda: _("Somebody lets a card past a limit with a reason."),
    Kind.STILL: lambda: _("A card in progress has been in one column for more than %(days)d days."),
    Kind.WATCH: lambda: _("A card is as old as half of the cards were when they left its column."),
}


def alert_says(
    alert: Alert, calendar: Calendar, today: date, *, reason: str = "", figure: str = ""
) -> str:
    """What an alert is about, as it is today. `reason` is why it is blocked, or was let past;
    `figure` is the limit and its count."""
    days = calendar.days(alert.since, today) or 0
    kind = Kind(alert.kind)
    if kind == Kind.DUE and alert.since < today:
        words = _("Was due on %(day)s.")
    elif kind in OF_DAYS:
        words = OF_DAYS[kind](days)
    else:
        words = OF_ANYTHING_ELSE[kind]()
    return words % {
        "days": days,
        "reason": reason,
        "figure": figure,
        "chance": alert.chance or 0,
        "column": alert.column.name if alert.column else "",
        "day": date_format(alert.since, "j F"),
    }


def beside_age(alert: Alert, expected: int | None) -> str:
    """What it says where the age of the card stands already; nothing if that is the same."""
    words = BESIDE_AGE.get(Kind(alert.kind))
    told = {"column": alert.column.name if alert.column else "", "expected": expected or 0}
    return words() % told if words else ""


BESIDE_AGE: dict[Kind, Callable[[], str]] = {
    Kind.EXPECTED: lambda: _("Past the %(expected)d days we expect."),
    Kind.AGING: lambda: _("85 %% of cards had left %(column)s by this age."),
    Kind.WATCH: lambda: _("Half of the cards had left %(column)s by this age."),
}
OF_DAYS: dict[Kind, Callable[[int], str]] = {
    Kind.BLOCKED: lambda days: ngettext(
        "Blocked %(days)d day: %(reason)s", "Blocked %(days)d days: %(reason)s", days
    ),
    Kind.STILL: lambda days: ngettext(
        "In %(column)s for %(days)d day.", "In %(column)s for %(days)d days.", days
    ),
    Kind.EXPECTED: lambda days: ngettext(
        "%(days)d day old, more than is expected.",
        "%(days)d days old, more than is expected.",
        days,
    ),
    Kind.AGING: lambda days: ngettext(
        "%(days)d day old: 85 %% of cards had left %(column)s by then.",
        "%(days)d days old: 85 %% of cards had left %(column)s by then.",
        days,
    ),
    Kind.WATCH: lambda days: ngettext(
        "%(days)d day old: half of the cards had left %(column)s by then.",
        "%(days)d days old: half of the cards had left %(column)s by then.",
        days,
    ),
}
OF_ANYTHING_ELSE: dict[Kind, Callable[[], str]] = {
    Kind.DUE: lambda: _("Due on %(day)s; %(chance)d %% of cards like it would make that."),
    Kind.OVER: lambda: _("%(figure)s, since %(day)s."),
    Kind.OVERRIDDEN: lambda: _("Let past a limit: %(reason)s"),
}


def rule_row(rule: Rule, counts: dict[Kind, int]) -> tuple[str, str]:
    """A rule and how often it would have alerted, in words."""
    kind, board = Kind(rule.kind), rule.board
    said = rule_says(kind, rule.days, board.sle_percent, board.sle_days)
    return said, count_says(counts.get(kind))


def settings_say(data: dict[str, Any]) -> str:
    """What was changed of the rules or the digest, as an event of the board keeps it."""
    was, now = data["was"], data["now"]
    if "digest_at" in now:
        return _mailing_says(was, now)
    said = [
        f"{Kind(kind).label}: {_rule_now(*was[kind], *now[kind])}"
        for kind in Kind.values
        if kind in now
    ]
    return _("changed the rules of alerts: %(said)s") % {"said": "; ".join(said)}


def _rule_now(was_on: bool, was_days: int | None, is_on: bool, days: int | None) -> str:
    """on, 3 days, not 2"""
    switched = [str(_("on") if is_on else _("off"))] if is_on != was_on else []
    if days != was_days:
        switched.append(_("%(now)s days, not %(was)s") % {"now": days, "was": was_days})
    return ", ".join(switched)


def _mailing_says(was: dict[str, Any], now: dict[str, Any]) -> str:
    said = []
    if was["digest_at"] != now["digest_at"]:
        said.append(_("the digest goes out at %(at)s") % {"at": now["digest_at"]})
    if was["leads_after"] != now["leads_after"]:
        days = now["leads_after"]
        words = ngettext(
            "leads hear of alerts after %(days)d day",
            "leads hear of alerts after %(days)d days",
            days,
        )
        said.append(words % {"days": days})
    return _("changed mail about alerts: %(said)s") % {"said": "; ".join(said)}
