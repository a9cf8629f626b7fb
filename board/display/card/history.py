"""The log of a card in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from board import extensions
from board.models import Card, ChecklistKind, Event, Kind, LinkKind
from board.models.limit.override import RULES
from board.models.refusals import FACTS
from board.models.words import isolated

A_PAGE = 30


@dataclass(frozen=True)
class HistoryLine:
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
    Kind.CHECKLIST_CHANGED: "checklist",
    Kind.SPLIT: "split",
    Kind.LINKED: "link",
    Kind.ATTACHED: "file",
    Kind.DETACHED: "file",
    Kind.UNLINKED: "link",
}


class HistoryPage:
    """A page of what happened to a card, the last first; `before` is a number of an event."""

    def __init__(self, card: Card, before: int | None = None):
        self.card = card
        self.before = before

    @cached_property
    def lines(self) -> list[HistoryLine]:
        events = self._events[:A_PAGE]
        names = _EventNames(self.card, events)
        return [HistoryLine(event, _sentence(event, names)) for event in events]

    @property
    def older(self) -> int | None:
        """Where the next page begins, if there is one."""
        return self.lines[-1].event.number if len(self._events) > A_PAGE else None

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.card.events.latest_first().before(self.before)[: A_PAGE + 1])


class _EventNames:
    """The names of what the log speaks of by number, also of what has left the board."""

    def __init__(self, card: Card, events: list[Event]):
        board = card.board
        self.key = board.key
        self._columns = dict(board.columns.values_list("pk", "name"))
        self._lanes = dict(board.lanes.values_list("pk", "name"))
        self._classes = dict(board.service_classes.values_list("pk", "name"))
        blocks = [event.data["block"] for event in events if event.kind == Kind.BLOCKED]
        self._blocks = card.blocks.in_bulk(blocks)
        assignments = (event.data for event in events if event.kind == Kind.ASSIGNED)
        self._people = board.people_by_id({pk for data in assignments for pk in _named(data)})

    def column(self, pk: int | None) -> str:
        return isolated(self._columns.get(pk or 0, "?"))

    def lane(self, pk: int | None) -> str:
        return isolated(self._lanes.get(pk or 0, "?"))

    def service_class(self, pk: int | None) -> str:
        return isolated(self._classes.get(pk or 0, "?"))

    def blocked(self, pk: int | None) -> str:
        block = self._blocks.get(pk or 0)
        return (
            _("blocked it: %(reason)s") % {"reason": isolated(block.reason)}
            if block
            else _("blocked it")
        )

    def people(self, ids: list[int]) -> str:
        known = self._people
        return ", ".join(
            isolated(known[pk].short_name) if pk in known else _("somebody") for pk in ids
        )


def _named(data: dict[str, Any]) -> list[int]:
    return data.get("added", []) + data.get("removed", [])


def _sentence(event: Event, names: _EventNames) -> str:
    """Return the sentence of an event, with the limits that the card passed."""
    kind = Kind(event.kind)
    say = _WORDS.get(kind)
    words = {
        "who": isolated(event.by.short_name) if event.by else _("Sluice"),
        "what": say(event.data, names) if say else kind.label,
        "passed": ", ".join(
            _("%(name)s, %(count)s of %(maximum)s") % {**limit, "name": isolated(limit["name"])}
            for limit in event.data.get("passed", [])
        ),
    }
    rules = {each["rule"] for each in event.data.get("passed_rules", [])}
    if rules:
        named = ", ".join(str(RULES.get(rule, rule)) for rule in sorted(rules))
        words["passed"] = f"{words['passed']}, {named}" if words["passed"] else named
    return (
        _("%(who)s %(what)s, past %(passed)s") if words["passed"] else "%(who)s %(what)s"
    ) % words


def _moved(data: dict[str, Any], names: _EventNames) -> str:
    was = data["was"]
    names_of_places = {
        "was": names.column(was["column"]),
        "column": names.column(data["column"]),
        "lane": names.lane(data["lane"]),
    }
    if was["column"] != data["column"]:
        return _("moved it from %(was)s to %(column)s") % names_of_places
    if was["lane"] != data["lane"]:
        return _("moved it to the lane %(lane)s") % names_of_places
    return _("moved it within %(column)s") % names_of_places


def _assigned(data: dict[str, Any], names: _EventNames) -> str:
    people = {"added": names.people(data["added"]), "removed": names.people(data["removed"])}
    if people["added"] and people["removed"]:
        return _("assigned it to %(added)s, unassigned %(removed)s") % people
    if people["added"]:
        return _("assigned it to %(added)s") % people
    return _("unassigned %(removed)s") % people


def _edited(data: dict[str, Any], _names: _EventNames) -> str:
    changed = ", ".join(str(FACTS.get(name, name)) for name in data["changed"])
    return _("changed %(changed)s") % {"changed": changed}


def _checklist(data: dict[str, Any], _names: _EventNames) -> str:
    is_scenario, number = data["of"] == ChecklistKind.SCENARIO, len(data["items"])
    words = {
        "added": ngettext("added a scenario", "added %(number)s scenarios", number)
        if is_scenario
        else ngettext("added a step", "added %(number)s steps", number),
        "reworded": _("reworded a scenario") if is_scenario else _("reworded a step"),
        "ticked": _("ticked a scenario") if is_scenario else _("ticked a step"),
        "unticked": _("unticked a scenario") if is_scenario else _("unticked a step"),
        "moved": _("moved a scenario") if is_scenario else _("moved a step"),
        "removed": _("removed a scenario") if is_scenario else _("removed a step"),
        "restored": _("restored a scenario") if is_scenario else _("restored a step"),
    }[data["did"]]
    return words % {"number": number} if "%(number)s" in words else words


def _split(data: dict[str, Any], names: _EventNames) -> str:
    if "parts" not in data:
        return _("split it from another card")
    number = len(data["parts"])
    words = ngettext("split off %(number)s card", "split off %(number)s cards", number)
    return words % {"number": number}


def _link(words: Any) -> Callable[[dict[str, Any], "_EventNames"], str]:
    def say(data: dict[str, Any], names: _EventNames) -> str:
        card = f"{names.key}-{data['with']}" if "with" in data else _("a card of another board")
        return words % {"reads": LinkKind(data["reads"]).label, "card": card}

    return say


Say = Callable[[dict[str, Any], _EventNames], str]


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
    Kind.CHECKLIST_CHANGED: _checklist,
    Kind.SPLIT: _split,
    Kind.LINKED: _link(_later("linked it: %(reads)s %(card)s")),
    Kind.UNLINKED: _link(_later("removed a link: %(reads)s %(card)s")),
    Kind.RECLASSIFIED: lambda data, names: (
        _("changed its class to %(now)s") % {"now": names.service_class(data.get("now"))}
    ),
    Kind.BLOCKED: lambda data, names: names.blocked(data.get("block")),
    Kind.TOLD: lambda data, _names: extensions.event_says(data) or str(Kind.TOLD.label),
}
