"""CODEOWNERS, read as a forge reads it: the last line that matches a path says who owns it.

Pure: text in, owners out. The patterns are those of .gitignore without negation and ranges. A
pattern is compared from left to right and never goes back more than one star, so no text that
somebody sends makes it slow.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
        return fits(_compiled(self.pattern), _parts(path), _is_part)


@dataclass(frozen=True)
class NotRead:
    """A line that a forge passes over, and why."""

    number: int
    why: str


@dataclass(frozen=True)
class Codeowners:
    """A file: its lines in order, and the lines that are passed over."""

    lines: tuple[OwnersLine, ...]
    not_read: tuple[NotRead, ...]

    def line_of(self, path: str) -> OwnersLine | None:
        """The last line that matches this path."""
        return next((line for line in reversed(self.lines) if line.matches(path)), None)


@lru_cache(16)
def read(text: str) -> Codeowners:
    """The file with this text."""
    lines, not_read = [], []
    for number, written in enumerate(text.splitlines(), start=1):
        pattern, *owners = _words(written) or [""]
        if not pattern:
            continue
        if why := _why_not(pattern, owners):
            not_read.append(NotRead(number, why))
        else:
            lines.append(OwnersLine(number, pattern, tuple(owners)))
    return Codeowners(tuple(lines), tuple(not_read))


def _words(line: str) -> list[str]:
    """The words of a line up to its comment; a space after a backslash belongs to its word."""
    words = []
    for word in re.findall(r"(?:\\.|[^\s\\]|\\$)+", line):
        if word.startswith("#"):
            break
        words.append(word)
    return words


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
    said = pattern.split("/")
    is_anchored = len([part for part in said if part]) > 1 or said[0] == ""
    parts: list[Any] = [_letters(part) for part in said if part]
    if not parts:
        return (_letters("\0"),)  # "/" matches nothing
    if not is_anchored:
        parts.insert(0, MANY)
    if parts[-1] is MANY:  # with something before it, it means what is inside
        return (*parts, (MANY,)) if len(parts) > 1 and not said[0] == said[-1] == "**" else (MANY,)
    if said[-1] == "":
        return (*parts, (MANY,), MANY)
    return tuple(parts) if said[-1] == "*" else (*parts, MANY)


def _letters(part: str) -> Any:
    if part == "**":
        return MANY
    found: list[Any] = []
    for sign in re.findall(r"\\.|\*+|.", part, re.DOTALL):
        if sign[0] == "*":
            found.append(MANY)
        elif sign == "?":
            found.append(ANY)
        else:
            found.append(sign[-1])
    return tuple(found)


def _parts(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _is_part(wanted: Any, part: str) -> bool:
    return fits(wanted, part, _is_letter)


def _is_letter(wanted: Any, letter: str) -> bool:
    return wanted is ANY or wanted == letter
