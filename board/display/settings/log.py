"""The changes of the board itself, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, time
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from board import extensions
from board.models import BatchRule, Board, Event, Kind, Mode, Role
from board.models.recurrence_rule import RecurrenceRule
from board.models.words import is_number, isolated

A_PAGE = 50


@dataclass(frozen=True)
class SettingChange:
    """One thing that somebody changed."""

    event: Event
    words: str

    @property
    def who(self) -> str:
        return self.event.by.short_name if self.event.by else "Sluice"


class ChangesPage:
    """A page of changes, the last first; `before` is a number of an event."""

    def __init__(self, board: Board, before: int | None = None):
        self.board = board
        self.before = before

    @cached_property
    def changes(self) -> list[SettingChange]:
        names = _LogNames(self.board, self._events)
        return [SettingChange(event, _words(event, names)) for event in self._events[:A_PAGE]]

    @property
    def older(self) -> int | None:
        """Where the next page begins, if there is one."""
        return self.changes[-1].event.number if len(self._events) > A_PAGE else None

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.board.events.of_the_board().before(self.before)[: A_PAGE + 1])


def number(typed: str | None) -> int | None:
    """A number of an event as an address says it; what is odd is ignored."""
    return int(typed) if typed and is_number(typed) else None


class _LogNames:
    """The names of what the log speaks of by number, also of what has left the board."""

    def __init__(self, board: Board, events: list[Event]):
        self._columns = dict(board.columns.values_list("pk", "name"))
        self._lanes = dict(board.lanes.values_list("pk", "name"))
        people = {event.data["person"] for event in events if "person" in event.data}
        self._people = board.people_by_id(people)

    def column(self, pk: int) -> str:
        return isolated(self._columns.get(pk, "?"))

    def columns(self, ids: list[int]) -> str:
        return ", ".join(self.column(pk) for pk in ids)

    def lanes(self, ids: list[int]) -> str:
        return ", ".join(isolated(self._lanes.get(pk, "?")) for pk in ids)

    def person(self, pk: int) -> str:
        return isolated(self._people[pk].short_name) if pk in self._people else _("somebody")


Say = Callable[[dict[str, Any], _LogNames], str]


def _words(event: Event, names: _LogNames) -> str:
    kind = Kind(event.kind)
    say = _WORDS.get(kind)
    return say(event.data, names) if say else str(kind.label)


def _named(words: Any) -> Say:
    return lambda data, names: words % _alone(data)


def _alone(data: dict[str, Any]) -> dict[str, Any]:
    """A name and the former one, each for use in a sentence."""
    return {
        **data,
        "name": isolated(data.get("name") or ""),
        "was": isolated(str(data.get("was") or "")),
    }


_FIELDS = {
    "name": _later("name"),
    "time_zone": _later("time zone"),
    "days_off": _later("days off"),
    "holidays_of": _later("holidays"),
    "stage": _later("stage"),
    "group": _later("header"),
}


def _fields(data: dict[str, Any]) -> str:
    """Each field that changed, with what it was and is."""
    was = data["was"]
    return "; ".join(
        _("%(field)s from %(was)s to %(now)s")
        % {
            "field": _FIELDS.get(field, field),
            "was": _field(was[field]),
            "now": _field(data[field]),
        }
        for field in was
        if field != "policy"
    )


def _field(value: Any) -> Any:
    return isolated(value) if isinstance(value, str) and value else value or "–"


def _column_changed(data: dict[str, Any], names: _LogNames) -> str:
    if "order" in data:
        return _("reordered the columns: %(columns)s") % {"columns": names.columns(data["order"])}
    facts = {"column": names.column(data["column"])}
    if "position" in data:
        return _("moved the column %(column)s") % facts
    if data.get("pace_is_automatic"):
        return _("let the history set the pace of %(column)s") % facts
    if "pace" in data:
        days = ", ".join(map(str, data["pace"] or [])) or _("unknown")
        return _("set the pace of %(column)s: %(days)s") % {**facts, "days": days}
    if "pace_is_automatic" in data:
        return _("fixed the pace of %(column)s as it is") % facts
    changes = _fields(data)
    if "policy" in data["was"]:
        changes = "; ".join(filter(None, [changes, _("policy")]))
    return _("changed the column %(column)s: %(changes)s") % {**facts, "changes": changes}


def _lane_changed(data: dict[str, Any], names: _LogNames) -> str:
    if "order" in data:
        return _("reordered the lanes: %(lanes)s") % {"lanes": names.lanes(data["order"])}
    return _("renamed the lane %(was)s to %(name)s") % _alone(data)


def _limit(words: Any) -> Say:
    def say(data: dict[str, Any], names: _LogNames) -> str:
        where = isolated(data.get("name") or "") or names.columns(data.get("columns", []))
        mode = Mode(data["mode"]).label if "mode" in data else ""
        facts = {"where": where or _("work in progress"), "maximum": data.get("maximum")}
        was = data.get("was") or {}
        sentence = words % {**facts, "mode": mode, "was": was.get("maximum")}
        if not data.get("reason"):
            return sentence
        return _("%(sentence)s (%(reason)s)") % {
            "sentence": sentence,
            "reason": isolated(data["reason"]),
        }

    return say


def _member(words: Any) -> Say:
    def say(data: dict[str, Any], names: _LogNames) -> str:
        role = Role(data["role"]).label if "role" in data else ""
        return words % {"person": names.person(data["person"]), "role": role}

    return say


def _invitation(words: Any) -> Say:
    return lambda data, _names: words % {"role": Role(data["role"]).label}


def _class_changed(data: dict[str, Any], _names: _LogNames) -> str:
    if days := data.get("at_most_in_days"):
        words = ngettext(
            "set the class of service %(name)s to one card in %(days)s day",
            "set the class of service %(name)s to one card in %(days)s days",
            days,
        )
        return words % {**_alone(data), "days": days}
    if data["apart"]:
        return _("set the class of service %(name)s apart from limits") % _alone(data)
    return _("let limits count the class of service %(name)s") % _alone(data)


def _board_changed(data: dict[str, Any], _names: _LogNames) -> str:
    if "sle_percent" not in data:
        return _("changed the board: %(changes)s") % {"changes": _fields(data)}
    if data["sle_is_automatic"] and not data["was"]["sle_is_automatic"]:
        return (
            _("let the history set the days of the service level expectation of %(sle_percent)s %%")
            % data
        )
    if data["sle_days"] is None:
        return _("removed the service level expectation")
    return _("set the service level expectation: %(sle_percent)s %%, days: %(sle_days)s") % data


def batch_rule_changed(data: dict[str, Any]) -> str:
    rule = BatchRule(**{name: value for name, value in data.items() if name != "of"})
    return _("changed the rule on the size of cards: %(rule)s") % {"rule": rule.sentence}


def practices_changed(data: dict[str, Any]) -> str:
    practices = ", ".join(data["on"]) or _("none")
    return _("changed the practices that are on: %(practices)s") % {"practices": practices}


def _recurrence(words: Any, off: Any = None) -> Say:
    def say(data: dict[str, Any], _names: _LogNames) -> str:
        if off and not data["on"]:
            return off % _alone(data)
        rule = RecurrenceRule(
            data["rule"],
            date.fromisoformat(data["starts_on"]),
            time.fromisoformat(data["at"]),
            UTC,  # a sentence names no zone
        )
        return words % {**_alone(data), "when": rule.sentence}

    return say


def _of_an_app(kind: Kind) -> Say:
    """As the app says it, if it is still there."""
    return lambda data, _names: extensions.event_says(data) or str(kind.label)


_WORDS: dict[Kind, Say] = {
    Kind.BOARD_CHANGED: _board_changed,
    Kind.COLUMN_ADDED: _named(_later("added the column %(name)s")),
    Kind.COLUMN_CHANGED: _column_changed,
    Kind.COLUMN_ARCHIVED: _named(_later("archived the column %(name)s")),
    Kind.LANE_ADDED: _named(_later("added the lane %(name)s")),
    Kind.LANE_CHANGED: _lane_changed,
    Kind.LANE_ARCHIVED: _named(_later("archived the lane %(name)s")),
    Kind.CLASS_CHANGED: _class_changed,
    Kind.LABEL_CHANGED: _named(_later("renamed the label %(was)s to %(name)s")),
    Kind.LABEL_REMOVED: _named(_later("removed the label %(name)s")),
    Kind.LIMIT_ADDED: _limit(_later("limited %(where)s to %(maximum)s: %(mode)s")),
    Kind.LIMIT_CHANGED: _limit(
        _later("changed the limit of %(where)s from %(was)s to %(maximum)s: %(mode)s")
    ),
    Kind.LIMIT_REMOVED: _limit(_later("lifted the limit of %(where)s, %(maximum)s")),
    Kind.TEMPLATE_ADDED: _named(_later("added the card template %(name)s")),
    Kind.TEMPLATE_CHANGED: _named(_later("changed the card template %(name)s")),
    Kind.TEMPLATE_REMOVED: _named(_later("removed the card template %(name)s")),
    Kind.RECURRENCE_ADDED: _recurrence(_later("let the card %(name)s recur: %(when)s")),
    Kind.RECURRENCE_CHANGED: _recurrence(
        _later("changed the recurring card %(name)s: %(when)s"),
        off=_later("switched the recurring card %(name)s off"),
    ),
    Kind.RECURRENCE_REMOVED: _named(_later("lets the card %(name)s recur no more")),
    Kind.RECURRENCE_WAITS: _named(
        _later("found no room in the queue for the recurring card %(name)s; it waits")
    ),
    Kind.LABEL_ADDED: _named(_later("added the label %(name)s")),
    Kind.SETTINGS_CHANGED: _of_an_app(Kind.SETTINGS_CHANGED),
    Kind.TOLD: _of_an_app(Kind.TOLD),
    Kind.INVITED: _invitation(_later("invited somebody as a %(role)s")),
    Kind.INVITATION_WITHDRAWN: _invitation(_later("withdrew an invitation as a %(role)s")),
    Kind.MEMBER_ADDED: _member(_later("made %(person)s a %(role)s")),
    Kind.MEMBER_CHANGED: _member(_later("made %(person)s a %(role)s")),
    Kind.MEMBER_RENAMED: _member(_later("%(person)s has another name now")),
    Kind.MEMBER_REMOVED: _member(_later("removed %(person)s")),
}
