"""The texts of a row: id, title, description and labels. Each raises Wrong if it cannot be kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from board.importers.csv_row import CsvRow
from board.importers.mapping import Mapping
from board.importers.problems import Wrong
from board.models import Card, Label
from board.models.name import folded


def _room(model: type[Card | Label], name: str) -> int:
    """How many characters the board keeps of it."""
    return getattr(model._meta.get_field(name), "max_length", None) or 0


TITLE = _room(Card, "title")
DESCRIPTION = _room(Card, "description")
ID = _room(Card, "external_id")
LABEL = _room(Label, "name")

Kept = tuple[str, str]  # a field, and what it says


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a card, within its limits, and the `rest` of a longer description."""

    title: str
    description: str
    rest: str = ""
    is_shortened: bool = False


def read_id(row: CsvRow, mapping: Mapping) -> str:
    return short(must_say(row, mapping.id), ID, mapping.id)


def read_text(row: CsvRow, mapping: Mapping, kept: Iterable[Kept] = ()) -> Text:
    """Title and description; a title that is too long is cut, and begins the description in full.

    What is `kept` besides, by the mapping or since the board does not know it, stands below.
    """
    title, whole = fitting(must_say(row, mapping.title))
    if not title:
        raise Wrong(_("its %(field)s has no visible text.") % {"field": mapping.title})
    own = row.value(mapping.description) if mapping.description else ""
    fields = [*([mapping.parent] if mapping.parent else []), *mapping.keep]
    of_fields = ((field, ", ".join(row.several(field))) for field in dict.fromkeys(fields))
    notes = "\n".join(f"{field}: {value}" for field, value in (*of_fields, *kept) if value)
    description = "\n\n".join(part for part in (whole, own, notes) if part)
    first, *more = pieces(description, DESCRIPTION)
    rest = description[DESCRIPTION - 1 :] if more else ""
    return Text(title, first, rest, is_shortened=bool(whole))


def fitting(title: str) -> tuple[str, str]:
    """A title on one line; if that is too long it is cut, and the second text is the whole of it."""
    title = folded(title)
    return (f"{title[: TITLE - 1]}…", title) if len(title) > TITLE else (title, "")


def read_labels(row: CsvRow, mapping: Mapping) -> tuple[list[str], list[str]]:
    """The labels of a row, and the whole of those that had to be cut."""
    names = [
        name
        for field in mapping.labels
        for value in row.several(field)
        for name in _parts(value, mapping)
    ]
    labels = [f"{name[: LABEL - 1]}…" if len(name) > LABEL else name for name in names]
    return labels, [*dict.fromkeys(name for name in names if len(name) > LABEL)]


def _parts(value: str, mapping: Mapping) -> list[str]:
    return [name for part in value.split(mapping.label_separator) if (name := folded(part))]


def pieces(text: str, most: int) -> list[str]:
    """A text as one or more pieces that are not too long; a piece that is continued ends in "…"."""
    pieces_so_far = []
    while len(text) > most:
        pieces_so_far.append(f"{text[: most - 1]}…")
        text = text[most - 1 :]
    return [*pieces_so_far, text]


def must_say(row: CsvRow, field: str) -> str:
    """Return the text of a field; raise Wrong if it is empty."""
    value = row.value(field)
    if not value:
        raise Wrong(_("it has no %(field)s.") % {"field": field})
    return value


def short(value: str, most: int, name: str) -> str:
    """This text; raise Wrong if it is too long to be kept."""
    if len(value) > most:
        raise Wrong(
            _("%(name)s is longer than %(most)s characters.") % {"name": name, "most": most}
        )
    return value
