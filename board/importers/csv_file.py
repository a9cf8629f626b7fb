"""A CSV file as it is: lines, fields and values, and what keeps it from being read."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.importers.problems import CannotImport, Problems

NAMED = 50  # fields; a file that has more is taken for something else
ESCAPED = range(0xDC80, 0xDD00)  # what "surrogateescape" makes of bytes that it cannot decode

PACKED = {
    b"\x1f\x8b": gettext_lazy("It is compressed with gzip; unpack it first."),
    b"PK": gettext_lazy("It is a workbook or a ZIP archive; save it as CSV first."),
    b"%PDF": gettext_lazy("It is a PDF; export it as CSV."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file: the line that it begins on, and its values by field."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class CsvFile:
    """A file of comma-separated values, its first record naming the fields."""

    path: Path
    encoding: str = "utf-8"
    delimiter: str = ","

    @property
    def name(self) -> str:
        return self.path.name

    @cached_property
    def fields(self) -> list[str]:
        """The names in the first record; raise CannotImport if they make no sense."""
        with self._records() as records:
            for _line, record in records:
                fields = [field.strip() for field in record]
                twice = [field for field, n in Counter(fields).items() if n > 1 and field]
                if twice:
                    raise self._unreadable(
                        _("It names a field twice: %(field)s.") % {"field": twice[0]}
                    )
                return fields
        raise self._unreadable(_("It is empty."))

    def lacks(self, names: Iterable[str]) -> list[str]:
        """A sentence about those of these fields that it does not have, if there are any."""
        missing = [name for name in dict.fromkeys(names) if name not in self.fields]
        if not missing:
            return []
        more = ["…"] if len(self.fields) > NAMED else []
        facts = {
            "file": self.name,
            "missing": ", ".join(missing),
            "fields": " | ".join([*self.fields[:NAMED], *more]),
        }
        return [_("%(file)s has no field %(missing)s. It has: %(fields)s.") % facts]

    def __len__(self) -> int:
        """How many lines it has, about; for a progress bar."""
        with self._opened() as lines:
            return sum(1 for _line in lines)

    def rows(self, problems: Problems) -> Iterator[Row]:
        """Every record after the first; what is wrong with one is noted and it is left out."""
        width = len(self.fields)
        with self._records() as records:
            next(records)
            for line, record in records:
                if len(record) == width:
                    yield Row(line, dict(zip(self.fields, record, strict=True)))
                    continue
                problems.note(
                    _("it has %(found)s values, the first line names %(width)s fields.")
                    % {"found": len(record), "width": width},
                    line=line,
                )

    @contextmanager
    def _records(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        """Each record that is not blank, with the line it begins on."""
        with self._opened() as lines:
            reader = csv.reader(self._sound(lines), delimiter=self.delimiter, strict=True)
            yield self._numbered(reader)

    def _numbered(self, reader) -> Iterator[tuple[int, list[str]]]:
        begins = 1
        try:
            for record in reader:
                if record:
                    yield begins, record
                begins = reader.line_num + 1
        except csv.Error as error:
            raise self._unreadable(
                _("A record that begins on line %(line)s does not end well: %(error)s.")
                % {"line": begins, "error": error}
            ) from error

    def _sound(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines; raise CannotImport at the first that is not text."""
        for number, line in enumerate(lines, start=1):
            if "\0" in line:
                raise self._unreadable(
                    _("Line %(line)s holds a zero byte; it may be UTF-16: say --encoding utf-16.")
                    % {"line": number}
                )
            if not line.isascii() and any(ord(sign) in ESCAPED for sign in line):
                raise self._unreadable(
                    _("Line %(line)s is not %(encoding)s; say --encoding, for example cp1252.")
                    % {"line": number, "encoding": self.encoding}
                )
            yield line

    @contextmanager
    def _opened(self) -> Iterator[IO[str]]:
        if self.path.is_fifo():
            raise self._unreadable(_("It is read more than once; save it to a file first."))
        codec = self._codec
        try:
            with self.path.open("rb") as file:
                begins = file.read(4)
            for sign, words in PACKED.items():
                if begins.startswith(sign):
                    raise self._unreadable(words)
            with self.path.open(encoding=codec, errors="surrogateescape", newline="") as lines:
                yield lines
        except OSError as error:
            raise self._unreadable(f"{error.strerror}.") from error
        except UnicodeError as error:
            raise self._unreadable(
                _("It is not %(encoding)s; say --encoding.") % {"encoding": self.encoding}
            ) from error

    @property
    def _codec(self) -> str:
        """The encoding by Python's name; UTF-8 with or without a byte order mark."""
        try:
            "".encode(self.encoding)
        except LookupError as error:
            raise CannotImport(
                _("%(encoding)s is not an encoding; say for example utf-8, cp1252 or utf-16.")
                % {"encoding": self.encoding}
            ) from error
        name = codecs.lookup(self.encoding).name
        return "utf-8-sig" if name == "utf-8" else name

    def _unreadable(self, why: object) -> CannotImport:
        return CannotImport(_("%(file)s cannot be read. %(why)s") % {"file": self.name, "why": why})
