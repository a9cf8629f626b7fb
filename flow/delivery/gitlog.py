"""The text of `git log --first-parent -m --numstat`, read as it streams in.

All usual formats of a log are understood (medium, fuller, raw; any date but a relative one).
The line that the pages show adds `--parents --pretty=fuller --date=iso-strict`: with it nothing has
to be guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from board.models.words import is_number
from flow.delivery.facts import ChangeFacts, NotUnderstood
from flow.delivery.forges.moments import moment

LINE = "git log --first-parent -m --numstat --parents --pretty=fuller --date=iso-strict"
PART = 1024 * 1024  # bytes of a log that are kept and applied together
LONGEST = 25 * 1024 * 1024  # bytes of one commit
NEXT = b"\ncommit "
HEAD = re.compile(r"commit (?P<sha>[0-9a-f]{7,64})\b(?P<rest>.*)")
FROM = re.compile(r"\(from ([0-9a-f]{7,64})\)")
SHA = re.compile(r"\b[0-9a-f]{7,64}\b")
ADDRESS = re.compile(r"<([^<>]*)>")
RENAMED = re.compile(r"\{(?P<old>[^{}]*) => (?P<new>[^{}]*)\}")
RAW = re.compile(r"(\d{9,11}) ([+-]\d{4})$")
MOST_WORDS = 20_000  # characters of a message that are looked at


class LogTooLarge(NotUnderstood):
    """One commit is larger than what can be kept at once."""


def in_parts(blocks: Iterable[bytes], *, size: int = PART) -> Iterator[bytes]:
    """The log in parts of whole commits, so that no more than one part is in memory.

    No byte is looked at twice, however long a commit is.
    """
    kept, first = bytearray(), size - 1  # the first place where a part may end
    for block in blocks:
        kept += block
        while len(kept) >= size:
            cut = kept.find(NEXT, first)
            if cut < 0:
                if len(kept) > LONGEST:
                    raise LogTooLarge
                first = max(first, len(kept) - len(NEXT) + 1)
                break
            yield bytes(kept[: cut + 1])
            del kept[: cut + 1]
            first = size - 1
    if kept.strip():
        yield bytes(kept)


def changes_in(lines: Iterable[str]) -> Iterator[ChangeFacts]:
    """The changes of a log, in its order. Raises NotUnderstood for what is no log.

    Where no parent is named, the older commit below is what stood before: it is a log of the first
    parents.
    """
    above: ChangeFacts | None = None
    for change in _commits_in(lines):
        if above is not None:
            yield _after(above, change)
        above = change
    if above is not None:
        yield above


def _commits_in(lines: Iterable[str]) -> Iterator[ChangeFacts]:
    entry: _Entry | None = None
    for line in lines:
        line = line.rstrip("\r\n")
        if line.startswith("commit ") and (head := HEAD.match(line)):
            if entry is not None:
                yield entry.change
            entry = _Entry(head)
        elif entry is not None:
            entry.take(line)
        elif line.strip():
            raise NotUnderstood(f"This is no log of git: {line[:80]!r}. The line for it: {LINE}")
    if entry is not None:
        yield entry.change


def _after(above: ChangeFacts, below: ChangeFacts) -> ChangeFacts:
    """A commit with the one that stood before it, unless the log says which, or runs backwards."""
    if above.parent or below.parent or not (above.committed_at and below.committed_at):
        return above
    is_older = below.committed_at <= above.committed_at
    return replace(above, parent=below.sha) if is_older else above


def text_of(body: bytes) -> str:
    """A log names files and people in any encoding; what is not UTF-8 is marked."""
    return body.decode("utf-8", "replace").replace("\x00", "")


class _Entry:
    """One commit, while its lines come in."""

    __slots__ = (
        "added",
        "author",
        "committed",
        "dated",
        "message",
        "parent",
        "paths",
        "removed",
        "sha",
    )

    def __init__(self, head: re.Match[str]) -> None:
        self.sha = head["sha"]
        before = FROM.search(head["rest"]) or SHA.search(head["rest"].partition("(")[0])
        self.parent = before[before.re.groups] if before else ""
        self.author = self.committed = self.dated = ""
        self.message: list[str] = []
        self.paths: list[str] = []
        self.added: list[int] = []
        self.removed: list[int] = []

    def take(self, line: str) -> None:
        if line.startswith("    "):
            self.message.append(line[4:])
        elif line.count("\t") >= 2:
            self._file(line)
        elif line:
            self._fact(line)

    def _fact(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        match name:
            case "Author:" | "author":
                address = ADDRESS.search(rest)
                self.author = address[1] if address else ""
                self._raw("dated", rest)
            case "committer":
                self._raw("committed", rest)
            case "CommitDate:":
                self.committed = rest.strip()
            case "AuthorDate:" | "Date:":
                self.dated = rest.strip()
            case "parent":
                self.parent = self.parent or rest.strip()
            case _:
                pass

    def _raw(self, what: str, rest: str) -> None:
        if match := RAW.search(rest):
            setattr(self, what, match[0])

    def _file(self, line: str) -> None:
        added, removed, path = line.split("\t", 2)
        self.paths.append(_path(path))
        self.added.append(int(added) if is_number(added, longest=9) else 0)
        self.removed.append(int(removed) if is_number(removed, longest=9) else 0)

    @property
    def change(self) -> ChangeFacts:
        at = moment(self.committed or self.dated)
        if at is None:
            raise NotUnderstood(f"Commit {self.sha} has no date. The line for it: {LINE}")
        title, *body = self.message or [""]
        numbers: dict[str, Any] = {}
        if self.paths:
            numbers = {"added_by_path": self.added, "removed_by_path": self.removed}
        return ChangeFacts(
            sha=self.sha,
            committed_at=at,
            title=title.strip(),
            body="\n".join(body)[:MOST_WORDS],
            author=self.author,
            parent=self.parent,
            paths=self.paths,
            is_from_log=True,
            **numbers,
        )


def _path(path: str) -> str:
    """The path of a file, the new one of a file that was renamed; without git's quotes."""
    if path.startswith('"') and path.endswith('"'):
        path = (
            path[1:-1]
            .encode()
            .decode("unicode_escape")
            .encode("latin-1", "replace")
            .decode("utf-8", "replace")
        )
    if " => " in path:
        path = RENAMED.sub(lambda way: way["new"], path).replace("//", "/")
        path = path.rpartition(" => ")[2]
    return path
