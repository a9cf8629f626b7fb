"""The log of a card in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models import Card, Event, Kind
from board.models.refusals import FACTS

A_PAGE = 30


@dataclass(frozen=True)
class Line:
    """One thing that happened: who did it, what it was, when."""

    event: Event
    words: str

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def icon(self) -> str:
        return _ICONS.get(self.event.kind, "check")


_ICONS: dict[str, str] = {
    Kind.CREATED: "plus",
    Kind.MOVED: "pull",
    Kind.SWAPPED: "swap",
    Kind.BLOCKED: "blocked",
    Kind.ARCHIVED: "x",
    Kind.DELETED: "x",
    Kind.COMMENTED: "comment",
}


class History:
    """A page of what happened to a card, the last first; `before` is a number of an event."""

    def __init__(self, card: Card, before: int | None = None):
        self.card = card
        self.before = before

    @cached_property
    def lines(self) -> list[Line]:
        events = self._events[:A_PAGE]
        names = _Names(self.card, events)
        return [Line(event, _sentence(event, names)) for event in events]

    @property
    def older(self) -> int | None:
        """Where the next page begins, if there is one."""
        return self.lines[-1].event.number if len(self._events) > A_PAGE else None

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.card.events.latest_first().before(self.before)[: A_PAGE + 1])


class _Names:
    """The names of what the log speaks of by number, also of what has left the board."""

    def __init__(self, card: Card, events: list[Event]):
        board = card.board
        self._columns = dict(board.columns.values_list("pk", "name"))
        self._lanes = dict(board.lanes.values_list("pk", "name"))
        self._classes = dict(board.service_classes.values_list("pk", "name"))
        blocks = [event.data["block"] for event in events if event.kind == Kind.BLOCKED]
        self._blocks = card.blocks.in_bulk(blocks)
        told = (event.data for event in events if event.kind == Kind.ASSIGNED)
        self._people = board.people_by_id({pk for data in told for pk in _named(data)})

    def column(self, pk: int | None) -> str:
        return self._columns.get(pk or 0, "?")

    def lane(self, pk: int | None) -> str:
        return self._lanes.get(pk or 0, "?")

    def service_class(self, pk: int | None) -> str:
        return self._classes.get(pk or 0, "?")

    def blocked(self, pk: int | None) -> str:
        block = self._blocks.get(pk or 0)
        return _("blocked it: %(reason)s") % {"reason": block.reason} if block else _("blocked it")

    def people(self, ids: list[int]) -> str:
        known = self._people
        return ", ".join(known[pk].short_name if pk in known else _("somebody") for pk in ids)


def _named(data: dict[str, Any]) -> list[int]:
    return data.get("added", []) + data.get("removed", [])


def _sentence(event: Event, names: _Names) -> str:
    """Who did what, and which limits it passed."""
    kind = Kind(event.kind)
    say = _WORDS.get(kind)
    said = {
        "who": event.by.short_name if event.by else _("Sluice"),
        "what": say(event.data, names) if say else kind.label,
        "passed": ", ".join(
            _("%(name)s, %(count)s of %(maximum)s") % limit
            for limit in event.data.get("passed", [])
        ),
    }
    return (_("%(who)s %(what)s, past %(passed)s") if said["passed"] else "%(who)s %(what)s") % said


def _moved(data: dict[str, Any], names: _Names) -> str:
    was = data["was"]
    told = {
        "was": names.column(was["column"]),
        "column": names.column(data["column"]),
        "lane": names.lane(data["lane"]),
    }
    if was["column"] != data["column"]:
        return _("moved it from %(was)s to %(column)s") % told
    if was["lane"] != data["lane"]:
        return _("moved it to the lane %(lane)s") % told
    return _("moved it within %(column)s") % told


def _assigned(data: dict[str, Any], names: _Names) -> str:
    told = {"added": names.people(data["added"]), "removed": names.people(data["removed"])}
    if told["added"] and told["removed"]:
        return _("gave it to %(added)s, no more to %(removed)s") % told
    if told["added"]:
        return _("gave it to %(added)s") % told
    return _("took it from %(removed)s") % told


def _edited(data: dict[str, Any], _names: _Names) -> str:
    changed = ", ".join(str(FACTS.get(name, name)) for name in data["changed"])
    return _("changed %(changed)s") % {"changed": changed}


Say = Callable[[dict[str, Any], _Names], str]


def _in_column(words: Any) -> Say:
    return lambda data, names: words % {"column": names.column(data.get("column"))}


_WORDS: dict[Kind, Say] = {
    Kind.CREATED: _in_column(_later("made it in %(column)s")),
    Kind.MOVED: _moved,
    Kind.SWAPPED: _in_column(_later("swapped it into %(column)s")),
    Kind.REOPENED: _in_column(_later("reopened it in %(column)s")),
    Kind.RETURNED: _in_column(_later("returned it to %(column)s")),
    Kind.RESTORED: _in_column(_later("restored it to %(column)s")),
    Kind.ASSIGNED: _assigned,
    Kind.EDITED: _edited,
    Kind.RECLASSIFIED: lambda data, names: (
        _("made it %(now)s") % {"now": names.service_class(data.get("now"))}
    ),
    Kind.BLOCKED: lambda data, names: names.blocked(data.get("block")),
}
