"""What was changed of the board itself, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board import extensions
from board.models import Board, Event, Kind, Mode, Role

A_PAGE = 50


@dataclass(frozen=True)
class Change:
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
    def changes(self) -> list[Change]:
        names = _Names(self.board, self._events)
        return [Change(event, _words(event, names)) for event in self._events[:A_PAGE]]

    @property
    def older(self) -> int | None:
        """Where the next page begins, if there is one."""
        return self.changes[-1].event.number if len(self._events) > A_PAGE else None

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.board.events.of_the_board().before(self.before)[: A_PAGE + 1])


def number(said: str | None) -> int | None:
    """A number of an event as an address says it; what is odd is ignored."""
    return int(said) if said and said.isdecimal() and len(said) < 19 else None


class _Names:
    """The names of what the log speaks of by number, also of what has left the board."""

    def __init__(self, board: Board, events: list[Event]):
        self._columns = dict(board.columns.values_list("pk", "name"))
        self._lanes = dict(board.lanes.values_list("pk", "name"))
        people = {event.data["person"] for event in events if "person" in event.data}
        self._people = board.people_by_id(people)

    def column(self, pk: int) -> str:
        return self._columns.get(pk, "?")

    def columns(self, ids: list[int]) -> str:
        return ", ".join(self.column(pk) for pk in ids)

    def lanes(self, ids: list[int]) -> str:
        return ", ".join(self._lanes.get(pk, "?") for pk in ids)

    def person(self, pk: int) -> str:
        return self._people[pk].short_name if pk in self._people else _("somebody")


Say = Callable[[dict[str, Any], _Names], str]


def _words(event: Event, names: _Names) -> str:
    kind = Kind(event.kind)
    say = _WORDS.get(kind)
    return say(event.data, names) if say else str(kind.label)


def _named(words: Any) -> Say:
    return lambda data, names: words % {"was": data.get("was", ""), "name": data.get("name", "")}


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
        % {"field": _FIELDS.get(field, field), "was": was[field] or "–", "now": data[field] or "–"}
        for field in was
        if field != "policy"
    )


def _column_changed(data: dict[str, Any], names: _Names) -> str:
    if "order" in data:
        return _("put the columns in order: %(columns)s") % {
            "columns": names.columns(data["order"])
        }
    told = {"column": names.column(data["column"])}
    if "position" in data:
        return _("moved the column %(column)s") % told
    if data.get("pace_is_automatic"):
        return _("let history tell the pace of %(column)s") % told
    if "pace" in data:
        days = ", ".join(map(str, data["pace"] or [])) or _("unknown")
        return _("set the pace of %(column)s: %(days)s") % {**told, "days": days}
    if "pace_is_automatic" in data:
        return _("let the pace of %(column)s stay what it is") % told
    said = _fields(data)
    if "policy" in data["was"]:
        said = "; ".join(filter(None, [said, _("policy")]))
    return _("changed the column %(column)s: %(said)s") % {**told, "said": said}


def _lane_changed(data: dict[str, Any], names: _Names) -> str:
    if "order" in data:
        return _("put the lanes in order: %(lanes)s") % {"lanes": names.lanes(data["order"])}
    return _("renamed the lane %(was)s to %(name)s") % data


def _limit(words: Any) -> Say:
    def say(data: dict[str, Any], names: _Names) -> str:
        where = data.get("name") or names.columns(data.get("columns", []))
        mode = Mode(data["mode"]).label if "mode" in data else ""
        facts = {"where": where or _("work in progress"), "maximum": data.get("maximum")}
        was = data.get("was") or {}
        return words % {**facts, "mode": mode, "was": was.get("maximum")}

    return say


def _member(words: Any) -> Say:
    def say(data: dict[str, Any], names: _Names) -> str:
        role = Role(data["role"]).label if "role" in data else ""
        return words % {"person": names.person(data["person"]), "role": role}

    return say


def _invitation(words: Any) -> Say:
    return lambda data, _names: words % {"role": Role(data["role"]).label}


def _class_changed(data: dict[str, Any], _names: _Names) -> str:
    if data["apart"]:
        return _("set the class of service %(name)s apart from limits") % data
    return _("let limits count the class of service %(name)s") % data


def _board_changed(data: dict[str, Any], _names: _Names) -> str:
    if "sle_percent" not in data:
        return _("changed the board: %(said)s") % {"said": _fields(data)}
    if data["sle_is_automatic"] and not data["was"]["sle_is_automatic"]:
        return _("let history tell within how many days %(sle_percent)s %% finish") % data
    if data["sle_days"] is None:
        return _("expects nothing of how long work takes")
    return _("expects %(sle_percent)s %% within days: %(sle_days)s") % data


def _settings_changed(data: dict[str, Any], _names: _Names) -> str:
    """As the app says it that keeps these settings, if it is still there."""
    says = dict(extensions.settings_in_words()).get(data["of"])
    return import_string(says)(data) if says else str(Kind.SETTINGS_CHANGED.label)


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
    Kind.LABEL_ADDED: _named(_later("added the label %(name)s")),
    Kind.SETTINGS_CHANGED: _settings_changed,
    Kind.INVITED: _invitation(_later("invited somebody as a %(role)s")),
    Kind.INVITATION_WITHDRAWN: _invitation(_later("withdrew an invitation as a %(role)s")),
    Kind.MEMBER_ADDED: _member(_later("made %(person)s a %(role)s")),
    Kind.MEMBER_CHANGED: _member(_later("made %(person)s a %(role)s")),
    Kind.MEMBER_REMOVED: _member(_later("removed %(person)s")),
}
