"""Parse the scenarios or steps of a text, and which of them are ticked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from board.models.name import folded

GHERKIN = ("given ", "when ", "then ", "and ", "but ")
_MARKED = re.compile(r"(?:[-*+•]\s+)?(?:\[(?P<tick>[ xX])\](?:\s+|$))?(?P<words>.*)")
_TASK = re.compile(r"\s*(?:[-*+•]\s+|\d+[.)]\s+)?\[(?P<tick>[ xX])\]\s+(?P<words>\S.*)")


@dataclass(frozen=True, slots=True)
class ItemWords:
    """The text of an item of a checklist, and its tick."""

    text: str
    done: bool = False

    def __str__(self) -> str:
        return self.text


def lines_of(text: str) -> list[ItemWords]:
    """Return one item for each line of a text, without list marks and tick boxes.

    Lines of one "Given ... When ... Then" group are one item; a line that begins with "Given", or
    an empty line, begins the next one.
    """
    items: list[_Open] = []
    open_group = False
    for line in text.splitlines():
        match = _MARKED.fullmatch(line.strip())
        words = match["words"].strip() if match else ""
        if not match or not words:
            open_group = False
        elif words.lower().startswith(GHERKIN[1:]) and open_group:
            items[-1].lines.append(words)
        else:
            items.append(_Open([words], done=_is_ticked(match)))
            open_group = words.lower().startswith(GHERKIN)
    return _items(items)


def tasks_of(text: str) -> tuple[list[ItemWords], str]:
    """Return the items of the Markdown task lists ("- [ ] ...") in a text, and the text without them.

    Indented lines below a task belong to it.
    """
    items: list[_Open] = []
    rest: list[str] = []
    in_task = False
    for line in text.splitlines():
        if match := _TASK.fullmatch(line.rstrip()):
            items.append(_Open([match["words"].strip()], done=_is_ticked(match)))
            in_task = True
        elif in_task and line[:1].isspace() and line.strip():
            items[-1].lines.append(line.strip())
        else:
            rest.append(line)
            in_task = False
    return _items(items), "\n".join(rest).strip()


@dataclass
class _Open:
    """An item whose lines are still being read."""

    lines: list[str]
    done: bool


def _is_ticked(match: re.Match[str]) -> bool:
    return (match["tick"] or " ") in "xX"


def _items(read: Iterable[_Open]) -> list[ItemWords]:
    """Return the items with visible text."""
    items = (ItemWords("\n".join(each.lines), each.done) for each in read)
    return [item for item in items if folded(item.text)]
