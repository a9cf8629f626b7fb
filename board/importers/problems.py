"""The problems of a file, all at once and with their lines."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Refusal

SHOWN = 100  # sentences; for more, only their number is shown
NAMED = 5  # lines of one sentence
LONG = 80  # characters of a value; a sentence shows the beginning of a longer one


class Wrong(Exception):
    """One thing that is wrong, in words for a person."""


class CannotImport(Exception):
    """Nothing was imported, and why."""

    def __init__(self, *sentences: str):
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def shown(value: str) -> str:
    """A value as a sentence shows it: on one line, and the beginning of a long one."""
    value = " ".join(value[: LONG * 2].split()) if len(value) > LONG else value
    return f"{value[: LONG - 1]}…" if len(value) > LONG else value


class Problems:
    """Each thing that is wrong, once, with the lines that it is wrong on.

    It keeps what it will say and counts the rest, however much is wrong with a file. Where wrong
    rows are left out it keeps the `reasons` of each by its line, and does not stop for them.
    """

    def __init__(self, *, leave_out: bool = False) -> None:
        self.reasons: dict[int, list[str]] = {}
        self._leaves_out = leave_out
        self._lines: dict[str, Lines] = {}
        self.count = 0
        self._unsaid = 0

    def note(self, words: str, *, line: int) -> None:
        self.count += 1
        if self._leaves_out:
            self.reasons.setdefault(line, []).append(words)
        if words in self._lines:
            self._lines[words].add(line)
        elif len(self._lines) < SHOWN:
            self._lines[words] = Lines(line)
        else:
            self._unsaid += 1

    @contextmanager
    def on(self, line: int) -> Iterator[None]:
        """Note what goes wrong inside, and go on."""
        try:
            yield
        except (Wrong, Refusal) as wrong:  # the board says no, too: more than a card may have
            self.note(str(wrong), line=line)

    def stop(self, *, is_whole: bool = False) -> None:
        """Raise CannotImport if there is any, unless wrong rows are left out and not all are wrong."""
        if self._lines and (is_whole or not self._leaves_out):
            raise CannotImport(*self.sentences)

    @property
    def sentences(self) -> list[str]:
        problems = sorted(self._lines.items(), key=lambda problem: problem[1].first[0])
        sentences = [f"{lines}: {words}" for words, lines in problems]
        if more := self._unsaid:
            words = ngettext("… and %(more)s more problem.", "… and %(more)s more problems.", more)
            sentences.append(words % {"more": more})
        return sentences


class Lines:
    """The lines that have the same problem: the first of them, and how many more."""

    def __init__(self, line: int) -> None:
        self.first = [line]
        self.more = 0

    def add(self, line: int) -> None:
        if len(self.first) < NAMED:
            self.first.append(line)
        else:
            self.more += 1

    def __str__(self) -> str:
        if len(self.first) == 1:
            return _("Line %(line)s") % {"line": self.first[0]}
        facts = {"lines": ", ".join(map(str, self.first)), "more": self.more}
        if self.more:
            return _("Lines %(lines)s and %(more)s more") % facts
        return _("Lines %(lines)s") % facts
