"""CODEOWNERS, read as GitHub reads it: the last line that matches a path says who owns it.

Pure: text in, owners out. The patterns are those of .gitignore without negation and ranges. A
pattern is compared from left to right and never goes back more than one star, so no text that
somebody sends makes it slow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from flow.delivery.wildcards import MANY, fits

ANY = object()  # in a pattern: any one letter
OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+")
MOST_LINES = 20_000


@dataclass(frozen=True)
class OwnersLine:
    """A line with a pattern; without owners it says that nobody owns what it matches."""

    number: int
    pattern: str
    owners: tuple[str, ...]

    def matches(self, path: str) -> bool:
        return fits(_compiled(self.pattern), parts_of(path), _is_part)


@dataclass(frozen=True)
class NotRead:
    """A line that a forge passes over, and why."""

    number: int
    why: str


@dataclass(frozen=True)
class OwnersSection:
    """Lines that are compared apart from those of other sections; GitHub knows only one."""

    name: str = ""
    is_optional: bool = False
    approvals: int = 1  # that a forge demands; 0 of an optional section
    lines: tuple[OwnersLine, ...] = ()

    def line_of(self, path: str) -> OwnersLine | None:
        """The last line that matches this path."""
        return next((line for line in reversed(self.lines) if line.matches(path)), None)


@dataclass(frozen=True)
class Codeowners:
    """A file: its sections in order, and the lines that are passed over."""

    sections: tuple[OwnersSection, ...]
    not_read: tuple[NotRead, ...]

    @property
    def lines(self) -> list[OwnersLine]:
        return [line for section in self.sections for line in section.lines]

    def lines_of(self, path: str) -> list[tuple[OwnersSection, OwnersLine]]:
        """For each section that has a line for this path, that line."""
        lines = ((section, section.line_of(path)) for section in self.sections)
        return [(section, line) for section, line in lines if line is not None]

    def line_of(self, path: str) -> OwnersLine | None:
        """The last line of the file that says whose this path is."""
        return max((line for _section, line in self.lines_of(path)), default=None, key=_number)

    def owners_of(self, path: str) -> list[str]:
        """The owners of this path, of all sections, in their order."""
        return list(
            dict.fromkeys(owner for _section, line in self.lines_of(path) for owner in line.owners)
        )


def _number(line: OwnersLine) -> int:
    return line.number


@lru_cache(16)
def read(text: str) -> Codeowners:
    """The file with this text."""
    lines, not_read = [], []
    for number, written in enumerate(text.splitlines(), start=1):
        pattern, *owners = _without_comment(words_of(written)) or [""]
        if not pattern:
            continue
        if why := _why_not(pattern, owners):
            not_read.append(NotRead(number, why))
        else:
            lines.append(OwnersLine(number, pattern, tuple(owners)))
    return Codeowners((OwnersSection(lines=tuple(lines)),), tuple(not_read))


def words_of(line: str) -> list[str]:
    """The words of a line; a space after a backslash belongs to its word."""
    return re.findall(r"(?:\\.|[^\s\\]|\\$)+", line)


def _without_comment(words: list[str]) -> list[str]:
    return list(takewhile(lambda word: not word.startswith("#"), words))


def _why_not(pattern: str, owners: Sequence[str]) -> str:
    """Why a forge passes this line over: a short code, "" if it does not."""
    if pattern.startswith("!"):
        return "negation"
    if pattern.startswith(r"\#"):
        return "escaped_comment"
    if re.search(r"(?<!\\)\[", pattern):
        return "range"
    if "***" in pattern:
        return "three_stars"
    if not all(OWNER.fullmatch(owner) for owner in owners):
        return "owner"
    return ""


@lru_cache(20_000)
def _compiled(pattern: str) -> tuple[Any, ...]:
    """The parts of the paths that it matches, from the root: MANY, or the letters of a name.

    A name without a slash is meant in any folder. What names a folder means all that is in it, but
    a last star alone means no folders.
    """
    segments = pattern.split("/")
    is_anchored = len([part for part in segments if part]) > 1 or segments[0] == ""
    parts: list[Any] = [_letters(part) for part in segments if part]
    if not parts:
        return (_letters("\0"),)  # "/" matches nothing
    if not is_anchored:
        parts.insert(0, MANY)
    if parts[-1] is MANY:  # with something before it, it means what is inside
        return (
            (*parts, (MANY,))
            if len(parts) > 1 and not segments[0] == segments[-1] == "**"
            else (MANY,)
        )
    if segments[-1] == "":
        return (*parts, (MANY,), MANY)
    return tuple(parts) if segments[-1] == "*" else (*parts, MANY)


def _letters(part: str) -> Any:
    if part == "**":
        return MANY
    letters: list[Any] = []
    for sign in re.findall(r"\\.|\*+|.", part, re.DOTALL):
        if sign[0] == "*":
            letters.append(MANY)
        elif sign == "?":
            letters.append(ANY)
        else:
            letters.append(sign[-1])
    return tuple(letters)


def parts_of(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _is_part(wanted: Any, part: str) -> bool:
    return fits(wanted, part, _is_letter)


def _is_letter(wanted: Any, letter: str) -> bool:
    return wanted is ANY or wanted == letter
