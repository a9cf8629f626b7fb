"""The scenarios and the steps of a row: each line of a field, or the task lists of its Markdown."""

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from board.importers.csv_row import CsvRow
from board.importers.mapping import Mapping
from board.importers.notes import Notes
from board.models import ChecklistItem, ItemWords
from board.models.card.checklist_lines import lines_of, tasks_of

WORDS = ChecklistItem._meta.get_field("text").max_length or 0


@dataclass
class ChecklistsRead:
    """The items of a row, and what did not become one as text to keep, by its field."""

    scenarios: list[ItemWords] = field(default_factory=list)
    steps: list[ItemWords] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)


class Checklists:
    """Reads them from the fields that the mapping names.

    A field with tick boxes holds the items that have one. Where it is the description as well, its
    text stays there and only its task lists are items. In any other field each line is an item.
    """

    def __init__(self, mapping: Mapping, *, notes: Notes) -> None:
        self.mapping = mapping
        self.notes = notes

    def of(self, row: CsvRow) -> ChecklistsRead:
        read = ChecklistsRead()
        for fields, items in (
            (self.mapping.scenarios, read.scenarios),
            (self.mapping.steps, read.steps),
        ):
            items_of_row = [item for name in fields for item in self._of_field(name, row, read)]
            self.notes.lines_too_many += max(len(items_of_row) - ChecklistItem.MOST, 0)
            for item in items_of_row[ChecklistItem.MOST :]:
                read.kept.append((_("Further line"), item.text))
            items += [self._fitting(item, read) for item in items_of_row[: ChecklistItem.MOST]]
        return read

    def _of_field(self, name: str, row: CsvRow, read: ChecklistsRead) -> list[ItemWords]:
        stays = name in (self.mapping.description, *self.mapping.keep)
        items: list[ItemWords] = []
        for value in row.several(name):
            tasks, rest = tasks_of(value)
            if not tasks and not stays:
                tasks, rest = lines_of(value), ""
            if rest and not stays:
                read.kept.append((name, rest))
            items += tasks
        return items

    def _fitting(self, item: ItemWords, read: ChecklistsRead) -> ItemWords:
        """An item as long as it may be; the whole of one that is longer is kept as text."""
        if len(item.text) <= WORDS:
            return item
        self.notes.lines_too_long += 1
        read.kept.append((_("The whole line"), item.text))
        return replace(item, text=f"{item.text[: WORDS - 1]}…")
