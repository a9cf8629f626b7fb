"""The mapping of the fields and states of another tool, in a file or in options."""

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_origin

from django.utils.translation import gettext as _

from board.importers.date_names import check_language
from board.importers.dates import ISO, check_format
from board.importers.delimiter import TABS
from board.importers.history import Undated
from board.importers.problems import CannotImport, Wrong
from board.models import Stage
from board.models.time_zone import time_zones

NAMES = {"class": "service_class"}  # what Python cannot call as a mapping file does


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Which field of the file is what. `id` and `title` must be said, all else may be missing."""

    id: str = ""
    title: str = ""
    description: str = ""
    state: str = ""
    created: str = ""  # the field with the date of its creation
    arrived: str = ""  # the field with the date since when it is in its state
    assignee: str = ""
    due: str = ""
    size: str = ""
    service_class: str = ""
    lane: str = ""
    parent: str = ""  # kept as text
    labels: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()  # fields that are written below the description
    archived: tuple[str, ...] = ()  # states of cards that were given up
    dates: tuple[str, ...] = (ISO,)
    columns: Pairs[str, str] = field(default_factory=dict)  # of a new board: name and stage
    states: Pairs[str, str] = field(default_factory=dict)  # state: column
    entered: Pairs[str, str] = field(default_factory=dict)  # column: the field with that date
    people: Pairs[str, str] = field(default_factory=dict)  # a name there: an address here
    classes: Pairs[str, str] = field(default_factory=dict)  # a value there: a class of service
    lanes: tuple[str, ...] = ()  # of a new board, top to bottom
    closed_without_date: str = ""
    label_separator: str = ","
    people_separator: str = ""  # without it a field names one person
    language: tuple[str, ...] = ()  # of the names of months and days
    dates_in: str = ""  # the zone of the dates, if it is not that of the board
    time_zone: str = ""  # of a new board
    encoding: str = "utf-8"
    delimiter: str = ""

    def __post_init__(self) -> None:
        """Raise Wrong unless each of it can be meant."""
        if not self.id:
            raise Wrong(_("Name the field that identifies the cards: --id FIELD."))
        if not self.title:
            raise Wrong(_("Name the field with the title: --title FIELD."))
        check_columns(self.columns)
        for form in self.dates:
            check_format(form)
        for code in self.language:
            check_language(code)
        check_zone(self.time_zone)
        check_zone(self.dates_in)
        check_delimiter(self.delimiter)
        check_undated(self.closed_without_date)
        check_people(self.people)
        if not self.label_separator:
            raise Wrong(_("Labels need a separator between them."))

    @classmethod
    def names(cls) -> list[str]:
        return [each.name for each in fields(cls)]

    @property
    def dated(self) -> list[str]:
        """The fields that hold a date."""
        return [each for each in (self.created, *self.entered.values(), self.arrived) if each]

    @property
    def named(self) -> list[str]:
        """All fields that the file must have."""
        texts = [self.id, self.title, self.description, self.state]
        facts = [self.assignee, self.due, self.size, self.service_class, self.lane, self.parent]
        several = (*self.labels, *self.scenarios, *self.steps, *self.comment, *self.keep)
        return [each for each in (*texts, *facts, *several, *self.dated) if each]


def check_columns(columns: Pairs[str, str]) -> None:
    """Raise Wrong unless each column has a stage."""
    for name, stage in columns.items():
        if stage not in Stage.values:
            raise Wrong(
                _("%(name)s has the stage “%(stage)s”; use %(stages)s.")
                % {"name": name, "stage": stage, "stages": ", ".join(Stage.values)}
            )


def check_zone(name: str) -> None:
    """Raise Wrong unless this is a zone, or nothing is said of it."""
    if name and name not in time_zones():
        raise Wrong(
            _("%(zone)s is not a time zone. Write it like Europe/Brussels.") % {"zone": name}
        )


def check_delimiter(sign: str) -> None:
    """Raise Wrong unless this can stand between values, or nothing is said of it."""
    if sign and (len(sign) != 1 or sign in '"\r\n'):
        raise Wrong(_("A delimiter is one character, or tab."))


def check_undated(way: str) -> None:
    """Raise Wrong unless this says what becomes of a closed card without a date."""
    if way not in [*Undated]:
        raise Wrong(
            _("“%(way)s” is not a rule for closed cards without a date; use arrived or archive.")
            % {"way": way}
        )


def check_people(people: Pairs[str, str]) -> None:
    """Raise Wrong unless everybody is an e-mail address; "" is somebody who has none yet."""
    for name, address in people.items():
        if address and "@" not in address:
            raise Wrong(
                _("%(name)s is “%(address)s”, which is not an e-mail address.")
                % {"name": name, "address": address}
            )


def mapping(path: Path | None, options: Pairs[str, Any]) -> Mapping:
    """Return the mapping of a file, with options over it; raise CannotImport if it is invalid."""
    entries: dict[str, Any] = _file(path) if path else {}
    for name, value in options.items():
        if name in TABLES:
            entries[name] = {**entries.get(name, {}), **dict(value)}
        else:
            entries[name] = tuple(value) if isinstance(value, list) else value
    if entries.get("delimiter") in TABS:
        entries["delimiter"] = "\t"
    try:
        return Mapping(**entries)
    except Wrong as wrong:
        raise CannotImport(str(wrong)) from wrong


TABLES = [each.name for each in fields(Mapping) if get_origin(each.type) is Pairs]


def _file(path: Path) -> dict[str, Any]:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotImport(f"{path.name}: {error.strerror}.") from error
    except ValueError as error:  # not TOML, not UTF-8
        raise CannotImport(f"{path.name}: {error}.") from error
    ours = {name: there for there, name in NAMES.items()}
    kinds = {
        ours.get(each.name, each.name): get_origin(each.type) or each.type
        for each in fields(Mapping)
    }
    meant: dict[str, Any] = {}
    for name, value in entries.items():
        if name not in kinds:
            raise CannotImport(
                _("%(file)s says “%(name)s”, which is not a known name. Known names: %(names)s.")
                % {"file": path.name, "name": name, "names": ", ".join(kinds)}
            )
        where = _("%(file)s: %(name)s") % {"file": path.name, "name": name}
        meant[NAMES.get(name, name)] = _as(kinds[name], value, where)
    return meant


def _as(kind: Any, value: Any, where: str) -> Any:
    """A value of the file as the mapping has it; raise CannotImport if it is of another kind."""
    if kind is str and isinstance(value, str):
        return value
    if kind is tuple and isinstance(value, list) and _are_texts(value):
        return tuple(value)
    if kind not in (str, tuple) and isinstance(value, dict) and _are_texts(value.values()):
        return value
    wanted = {str: _("a text"), tuple: _("a list of texts")}.get(kind, _("a table of texts"))
    raise CannotImport(_("%(where)s should be %(wanted)s.") % {"where": where, "wanted": wanted})


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(each, str) for each in values)
