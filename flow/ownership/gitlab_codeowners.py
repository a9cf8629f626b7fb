"""CODEOWNERS, read as GitLab reads it: sections side by side, each with its own last match.

Pure: text in, owners out, by GitLab's reference ("Syntax of CODEOWNERS file"). What differs from
`codeowners`: a path that does not begin with a slash is meant at any depth, a name without a slash
behind it is a file, `[a-z]` is a range, `\\#` a number sign, `!` takes a path out of its section,
words that are no owner are passed over, and so is nothing after a number sign within a line.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flow.delivery.wildcards import MANY, fits
from flow.ownership.codeowners import (
    ANY,
    Codeowners,
    NotRead,
    OwnersLine,
    OwnersSection,
    parts_of,
    words_of,
)

HEADING = re.compile(
    r"(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[(?P<approvals>\d{1,4})\])?(?:\s+(?P<owners>.*))?"
)
OWNER = re.compile(r"@{1,2}[\w.-]+(?:/[\w.-]+)*|[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class GitlabLine(OwnersLine):
    """A line of a section; one that excludes takes what it matches out of the section."""

    excludes: bool = False

    def matches(self, path: str) -> bool:
        return fits(_compiled(self.pattern), parts_of(path), _is_part)


@dataclass(frozen=True)
class GitlabSection(OwnersSection):
    """A section of GitLab's file. A path that is excluded cannot be included again in the same
    section.
    """

    def line_of(self, path: str) -> OwnersLine | None:
        for line in self.lines:
            if isinstance(line, GitlabLine) and line.excludes and line.matches(path):
                return None
        return super().line_of(path)


@dataclass(frozen=True)
class LetterRange:
    """One letter of `[a-z_]`, or with `[!a-z]` one that is not among them."""

    spans: tuple[tuple[str, str], ...]
    is_not: bool

    def has(self, letter: str) -> bool:
        return any(first <= letter <= last for first, last in self.spans) is not self.is_not


@lru_cache(16)
def read(text: str) -> Codeowners:
    """The file with this text; sections of the same name, in upper or lower case, are one."""
    sections: dict[str, GitlabSection] = {"": GitlabSection()}
    lines: defaultdict[str, list[OwnersLine]] = defaultdict(list)
    here, not_read = "", []
    owners: tuple[str, ...] = ()
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.strip()
        if not line or line.startswith("#"):
            continue
        if heading := HEADING.fullmatch(line):
            if not heading["name"].strip():
                not_read.append(NotRead(number, "section"))
                continue
            owners = _owners((heading["owners"] or "").split())
            here = heading["name"].strip().lower()
            sections[here] = _headed(sections.get(here), heading)
        elif _is_broken(pattern := words_of(line)[0]):
            not_read.append(NotRead(number, "range"))
        else:
            own = _owners(words_of(line)[1:]) or owners
            is_out = pattern.startswith("!")
            lines[here].append(GitlabLine(number, pattern.removeprefix("!"), own, is_out))
    whole = [replace(each, lines=tuple(lines[name])) for name, each in sections.items()]
    return Codeowners(tuple(whole), tuple(not_read))


def _headed(known: GitlabSection | None, heading: re.Match[str]) -> GitlabSection:
    """The section of a heading; of two with one name, one that must approve makes both."""
    is_optional = bool(heading["optional"])
    approvals = 0 if is_optional else max(int(heading["approvals"] or 1), 1)
    if known is None:
        return GitlabSection(heading["name"].strip(), is_optional, approvals)
    return replace(
        known,
        is_optional=known.is_optional and is_optional,
        approvals=max(known.approvals, approvals),
    )


def _owners(words: list[str]) -> tuple[str, ...]:
    return tuple(word for word in words if OWNER.fullmatch(word))


def _is_broken(pattern: str) -> bool:
    """Whether a range begins in it and does not end."""
    return "[" in re.sub(r"\\.|\[[!^]?(?:\\.|[^\]\\])+\]", "", pattern)


@lru_cache(20_000)
def _compiled(pattern: str) -> tuple[Any, ...]:
    """The parts of the paths that it matches, from the root: MANY, or the letters of a name."""
    if pattern == "*":
        return (MANY,)
    names = [name for name in pattern.split("/") if name]
    parts: list[Any] = [MANY if name == "**" else _letters(name) for name in names]
    if not pattern.startswith("/"):
        parts.insert(0, MANY)
    if pattern.endswith("/"):
        return (*parts, MANY, (MANY,))
    if names and names[-1] == "**":
        parts[-1] = (MANY,)  # without a slash behind it, it is one name
    return tuple(parts)


def _letters(name: str) -> tuple[Any, ...]:
    letters: list[Any] = []
    for sign in re.findall(r"\\.|\*+|\[[!^]?(?:\\.|[^\]\\])+\]|.", name, re.DOTALL):
        if sign[0] == "*":
            letters.append(MANY)
        elif sign == "?":
            letters.append(ANY)
        elif sign[0] == "[" and len(sign) > 1:
            letters.append(_range(sign[1:-1]))
        else:
            letters.append(sign[-1])
    return tuple(letters)


def _range(inside: str) -> LetterRange:
    is_not = inside[0] in "!^"
    letters = re.findall(r"\\.|.", inside[1:] if is_not else inside, re.DOTALL)
    plain = [letter[-1] for letter in letters]
    spans, at = [], 0
    while at < len(plain):
        is_span = letters[at + 1 : at + 2] == ["-"] and at + 2 < len(plain)
        last = at + 2 if is_span else at
        spans.append((plain[at], plain[last]))
        at = last + 1
    return LetterRange(tuple(spans), is_not)


def _is_part(wanted: Any, part: str) -> bool:
    return fits(wanted, part, _is_letter)


def _is_letter(wanted: Any, letter: str) -> bool:
    if isinstance(wanted, LetterRange):
        return wanted.has(letter)
    return wanted is ANY or wanted == letter
