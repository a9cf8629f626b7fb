"""Alerts and rules as sentences, for pages, mails and programs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.calendar import Calendar
from board.models.words import isolated
from flow.alerts.kinds import further, in_order, label_of
from flow.alerts.models import Alert, Rule
from flow.alerts.rules import AlertKind


def rule_says(kind: str, days: int | None, sle_percent: int, sle_days: int | None) -> str:
    """Return the sentence of a rule."""
    if kind == AlertKind.EXPECTED and sle_days:
        words = _(
            "A card is older than what is expected: %(percent)d %% finish within %(days)d days."
        )
        return words % {"percent": sle_percent, "days": sle_days}
    if kind == AlertKind.OVER:
        return _("A limit has been exceeded for %(hours)d hours.") % {"hours": 24 * (days or 1)}
    if kind not in AlertKind.values:
        return str(further()[kind].rule) % {"days": days or 0}
    if kind in SAID_WITH_DAYS:
        return _SENTENCES[kind]() % {"days": days or 0}
    return _SENTENCES[kind]()


def count_says(count: int | None) -> str:
    """How often a rule would have alerted."""
    if count is None:
        return _(
            "How often it would have raised an alert is not known: old due dates are not kept."
        )
    if count == 0:
        return _("It would have raised no alert in the last month.")
    return ngettext(
        "It would have raised %(count)d alert in the last month.",
        "It would have raised %(count)d alerts in the last month.",
        count,
    ) % {"count": count}


SAID_WITH_DAYS: set[str] = {AlertKind.BLOCKED, AlertKind.DUE, AlertKind.STILL}
_SENTENCES: dict[str, Callable[[], str]] = {
    AlertKind.EXPECTED: lambda: _("A card is older than what is expected, once that is known."),
    AlertKind.BLOCKED: lambda: _("A card is blocked for more than %(days)d days."),
    AlertKind.DUE: lambda: _(
        "A card is due within %(days)d days, and fewer than half of the finished cards that were "
        "as old in its column would make it."
    ),
    AlertKind.AGING: lambda: _(
        "A card is as old as 85 % of the cards were when they left its column."
    ),
    AlertKind.OVERRIDDEN: lambda: _(
        "Somebody lets a card past a limit or another rule with a reason."
    ),
    AlertKind.STILL: lambda: _(
        "A card in progress has been in one column for more than %(days)d days."
    ),
    AlertKind.WATCH: lambda: _(
        "A card is as old as half of the cards were when they left its column."
    ),
}


def alert_says(
    alert: Alert, calendar: Calendar, today: date, *, reason: str = "", figure: str = ""
) -> str:
    """Return the sentence of an alert, as it is today. `reason` is why it is blocked, or was let
    past; `figure` is the limit and its count.
    """
    days = calendar.days(alert.since, today) or 0
    kind, added = alert.kind, further().get(alert.kind)
    if kind == AlertKind.DUE and alert.since < today:
        words = _("Was due on %(day)s.")
    elif added:
        words = str(added.says)
    elif kind in OF_DAYS:
        words = OF_DAYS[kind](days)
    elif kind not in OF_ANYTHING_ELSE:  # its app is gone
        words = "%(title)s"
    else:
        words = OF_ANYTHING_ELSE[kind]()
    return words % {
        "days": days,
        "title": isolated(alert.title),
        "reason": isolated(reason),
        "figure": figure,
        "chance": alert.chance or 0,
        "column": isolated(alert.column.name) if alert.column else "",
        "day": date_format(alert.since, "j F"),
    }


def beside_age(alert: Alert, expected: int | None) -> str:
    """Return the sentence of an alert next to the age of the card; nothing if it only repeats the
    age.
    """
    words = BESIDE_AGE.get(alert.kind)
    facts = {
        "column": isolated(alert.column.name) if alert.column else "",
        "expected": expected or 0,
    }
    return words() % facts if words else ""


BESIDE_AGE: dict[str, Callable[[], str]] = {
    AlertKind.EXPECTED: lambda: _("Past the %(expected)d days we expect."),
    AlertKind.AGING: lambda: _("85 %% of cards had left %(column)s by this age."),
    AlertKind.WATCH: lambda: _("Half of the cards had left %(column)s by this age."),
}
OF_DAYS: dict[str, Callable[[int], str]] = {
    AlertKind.BLOCKED: lambda days: ngettext(
        "Blocked %(days)d day: %(reason)s", "Blocked %(days)d days: %(reason)s", days
    ),
    AlertKind.STILL: lambda days: ngettext(
        "In %(column)s for %(days)d day.", "In %(column)s for %(days)d days.", days
    ),
    AlertKind.EXPECTED: lambda days: ngettext(
        "%(days)d day old, more than is expected.",
        "%(days)d days old, more than is expected.",
        days,
    ),
    AlertKind.AGING: lambda days: ngettext(
        "%(days)d day old: 85 %% of cards had left %(column)s by then.",
        "%(days)d days old: 85 %% of cards had left %(column)s by then.",
        days,
    ),
    AlertKind.WATCH: lambda days: ngettext(
        "%(days)d day old: half of the cards had left %(column)s by then.",
        "%(days)d days old: half of the cards had left %(column)s by then.",
        days,
    ),
}
OF_ANYTHING_ELSE: dict[str, Callable[[], str]] = {
    AlertKind.DUE: lambda: _("Due on %(day)s; %(chance)d %% of cards like it would make that."),
    AlertKind.OVER: lambda: _("%(figure)s, since %(day)s."),
    AlertKind.OVERRIDDEN: lambda: _("Let past %(reason)s"),
}


def rule_row(rule: Rule, counts: dict[str, int]) -> tuple[str, str]:
    """A rule and how often it would have alerted, in words."""
    kind, board = rule.kind, rule.board
    sentence = rule_says(kind, rule.days, board.sle_percent, board.sle_days)
    return sentence, count_says(counts.get(kind))


def settings_say(data: dict[str, Any]) -> str:
    """Return the changes of the rules or the digest in words, from an event of the board."""
    was, now = data["was"], data["now"]
    if "digest_at" in now:
        return _mailing_says(was, now)
    parts = [
        f"{label_of(kind)}: {_rule_now(*was[kind], *now[kind])}"
        for kind in sorted(now, key=[*in_order(), *now].index)
    ]
    return _("changed the rules of alerts: %(rules)s") % {"rules": "; ".join(parts)}


def _rule_now(was_on: bool, was_days: int | None, is_on: bool, days: int | None) -> str:
    """on, 3 days, not 2"""
    switched = [str(_("on") if is_on else _("off"))] if is_on != was_on else []
    if days != was_days:
        switched.append(_("%(now)s days, not %(was)s") % {"now": days, "was": was_days})
    return ", ".join(switched)


def _mailing_says(was: dict[str, Any], now: dict[str, Any]) -> str:
    parts = []
    if was["digest_at"] != now["digest_at"]:
        parts.append(_("the digest goes out at %(at)s") % {"at": now["digest_at"]})
    if was["leads_after"] != now["leads_after"]:
        days = now["leads_after"]
        words = ngettext(
            "leads are notified of alerts after %(days)d day",
            "leads are notified of alerts after %(days)d days",
            days,
        )
        parts.append(words % {"days": days})
    return _("changed mail about alerts: %(changes)s") % {"changes": "; ".join(parts)}
