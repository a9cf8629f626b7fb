"""What a row says: its id, title, description and labels. Each raises Wrong if it cannot be kept."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from board.importers.csv_file import Row
from board.importers.mapping import Mapping
from board.importers.problems import Wrong
from board.models import Card, Label


def _room(model: type[Card | Label], name: str) -> int:
    """How many characters the board keeps of it."""
    return getattr(model._meta.get_field(name), "max_length", None) or 0


TITLE = _room(Card, "title")
DESCRIPTION = _room(Card, "description")
ID = _room(Card, "external_id")
LABEL = _room(Label, "name")


@dataclass(frozen=True, slots=True)
class Text:
    """What a card says, as long as it may be."""

    title: str
    description: str
    is_shortened: bool = False


def read_id(row: Row, mapping: Mapping) -> str:
    return short(must_say(row, mapping.id), ID, mapping.id)


def read_text(row: Row, mapping: Mapping) -> Text:
    """Title and description; a title that is too long is cut, and begins the description in full."""
    title, whole = fitting(must_say(row, mapping.title))
    said = row.values[mapping.description].strip() if mapping.description else ""
    kept = [(field, row.values[field].strip()) for field in mapping.keep]
    notes = "\n".join(f"{field}: {value}" for field, value in kept if value)
    description = "\n\n".join(part for part in (whole, said, notes) if part)
    return Text(
        title,
        short(description, DESCRIPTION, mapping.description or mapping.title),
        is_shortened=bool(whole),
    )


def fitting(title: str) -> tuple[str, str]:
    """A title on one line; if that is too long it is cut, and the second text is the whole of it."""
    title = " ".join(title.split())
    return (f"{title[: TITLE - 1]}…", title) if len(title) > TITLE else (title, "")


def read_labels(row: Row, mapping: Mapping) -> list[str]:
    return [
        short(name, LABEL, f"{field} “{name}”")
        for field in mapping.labels
        for name in _parts(row.values[field], mapping)
    ]


def _parts(value: str, mapping: Mapping) -> list[str]:
    return [part.strip() for part in value.split(mapping.label_separator) if part.strip()]


def must_say(row: Row, field: str) -> str:
    """What a field says; raise Wrong if that is nothing."""
    value = row.values[field].strip()
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
