"""What is wrong with a file, said all at once and with its lines."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHOWN = 100  # sentences; a file with more is told how many more there are
NAMED = 5  # lines of one sentence


class Wrong(Exception):
    """One thing that is wrong, in words for a person."""


class CannotImport(Exception):
    """Nothing was imported, and why."""

    def __init__(self, *sentences: str):
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Problems:
    """Each thing that is wrong, once, with the lines that it is wrong on."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self.count = 0

    def note(self, words: str, *, line: int) -> None:
        self._lines.setdefault(words, []).append(line)
        self.count += 1

    @contextmanager
    def on(self, line: int) -> Iterator[None]:
        """Note what goes wrong inside, and go on."""
        try:
            yield
        except Wrong as wrong:
            self.note(str(wrong), line=line)

    def stop(self) -> None:
        """Raise CannotImport if there is any."""
        if self._lines:
            raise CannotImport(*self.sentences)

    @property
    def sentences(self) -> list[str]:
        found = sorted(self._lines.items(), key=lambda problem: problem[1][0])
        said = [f"{_named(lines)}: {words}" for words, lines in found[:SHOWN]]
        if (more := len(found) - SHOWN) > 0:
            words = ngettext("… and %(more)s problem more.", "… and %(more)s problems more.", more)
            said.append(words % {"more": more})
        return said


def _named(lines: list[int]) -> str:
    if len(lines) == 1:
        return _("Line %(line)s") % {"line": lines[0]}
    first, more = lines[:NAMED], len(lines) - NAMED
    facts = {"lines": ", ".join(map(str, first)), "more": more}
    if more > 0:
        return _("Lines %(lines)s and %(more)s more") % facts
    return _("Lines %(lines)s") % facts
