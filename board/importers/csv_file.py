"""A CSV file as it is: lines, fields and values, and what keeps it from being read."""

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.importers.csv_row import CsvRow, Places, places_of
from board.importers.delimiter import as_option, fields_between, likely, named_in
from board.importers.problems import CannotImport, Problems, shown

NAMED = 50  # fields; a file that has more is taken for something else
ESCAPED = range(0xDC80, 0xDD00)  # what "surrogateescape" makes of bytes that it cannot decode
LONGEST = 2**31 - 1  # characters of a value: as many as Python reads; what is kept is cut later

PACKED = {
    b"\x1f\x8b": gettext_lazy("It is compressed with gzip; unpack it first."),
    b"PK\x03\x04": gettext_lazy("It is a workbook or a ZIP archive; save it as CSV first."),
    b"%PDF": gettext_lazy("It is a PDF; export it as CSV."),
}

csv.field_size_limit(LONGEST)  # else a value of 131,073 characters, read or not, ends the file


@dataclass(frozen=True)
class CsvFile:
    """A file of comma-separated values, its first record naming the fields.

    A name that comes several times is one field with several values. Without a `delimiter` it is
    the one of the first line (`sep=;`), else a comma.
    """

    path: Path
    encoding: str = "utf-8"
    delimiter: str = ""

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fields(self) -> list[str]:
        """The names in the first record, each once; raise CannotImport if there is none."""
        return list(self.places)

    @cached_property
    def header(self) -> Sequence[str]:
        """The names in the first record, as often as it has them."""
        with self._records() as records:
            for _line, record in records:
                return [field.strip() for field in record]
        raise self._unreadable(_("It is empty."))

    @cached_property
    def places(self) -> Places:
        return places_of(self.header)

    def lacks(self, names: Iterable[str]) -> list[str]:
        """A sentence about those of these fields that it does not have, if there are any."""
        missing = [name for name in dict.fromkeys(names) if name not in self.places]
        if not missing:
            return []
        more = ["…"] if len(self.fields) > NAMED else []
        facts = {
            "file": self.name,
            "missing": ", ".join(missing),
            "fields": " | ".join([*map(shown, self.fields[:NAMED]), *more]),
        }
        sentence = _("%(file)s has no field %(missing)s. It has: %(fields)s.") % facts
        return [" ".join([sentence, *self._advice(missing)])]

    def __len__(self) -> int:
        """How many lines it has, about; for a progress bar."""
        with self._opened() as lines:
            return sum(1 for _line in lines)

    def rows(self, problems: Problems) -> Iterator[CsvRow]:
        """Every record after the first; what is wrong with one is noted and it is left out."""
        width = len(self.header)
        for line, record in self.records():
            if len(record) > width and not any(map(str.strip, record[width:])):
                record = record[:width]
            if len(record) == width:
                yield CsvRow(line, record, self.places)
                continue
            problems.note(
                _("it has %(values)s values, the first line names %(width)s fields.")
                % {"values": len(record), "width": width},
                line=line,
            )

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every record after the first unchanged, with the line it begins on."""
        with self._records() as records:
            next(records, None)
            yield from records

    @cached_property
    def first_line(self) -> str:
        with self._opened() as lines:
            return next(iter(lines), "")

    @property
    def sign(self) -> str:
        """Return the character between the values."""
        return self.delimiter or named_in(self.first_line) or ","

    @contextmanager
    def _records(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        """Each record that says anything, with the line it begins on."""
        with self._opened() as lines:
            sound = self._sound(lines)
            first = next(sound, "")
            skipped = 1 if named_in(first) else 0
            rest = sound if skipped else chain([first], sound)
            reader = csv.reader(rest, delimiter=self.sign, strict=True)
            yield self._numbered(reader, skipped)

    def _numbered(self, reader, skipped: int) -> Iterator[tuple[int, list[str]]]:
        begins = skipped + 1
        try:
            for record in reader:
                if any(map(str.strip, record)):
                    yield begins, record
                begins = skipped + reader.line_num + 1
        except csv.Error as error:
            sentence = _("A record that begins on line %(line)s is malformed: %(error)s.")
            facts = {"line": begins, "error": error}
            raise self._unreadable(" ".join([sentence % facts, *self._advice()])) from error

    def _advice(self, missing: Iterable[str] = ()) -> list[str]:
        """Another delimiter, where the first line looks like it, or has the missing fields with it."""
        line = self.first_line
        sign = likely(line, besides=self.sign)
        names = fields_between(line, sign) if sign else []
        here = len(fields_between(line, self.sign))
        if not any(name in names for name in missing) and not (not missing and len(names) > here):
            return []
        return [
            _("It seems that “%(sign)s” separates its values: use %(option)s.")
            % {"sign": sign.replace("\t", "tab"), "option": as_option(sign)}
        ]

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
                    _("Line %(line)s is not %(encoding)s; use --encoding, for example cp1252.")
                    % {"line": number, "encoding": self.encoding}
                )
            yield line

    @contextmanager
    def _opened(self) -> Iterator[IO[str]]:
        if self.path.is_fifo():
            raise self._unreadable(
                _("The import reads it more than once; save it to a file first.")
            )
        codec = self.codec
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
                _("It is not %(encoding)s; use --encoding.") % {"encoding": self.encoding}
            ) from error

    @property
    def codec(self) -> str:
        """The encoding by Python's name; UTF-8 with or without a byte order mark."""
        try:
            "".encode(self.encoding)
        except LookupError as error:
            raise CannotImport(
                _("%(encoding)s is not an encoding; use for example utf-8, cp1252 or utf-16.")
                % {"encoding": self.encoding}
            ) from error
        name = codecs.lookup(self.encoding).name
        return "utf-8-sig" if name == "utf-8" else name

    def _unreadable(self, why: object) -> CannotImport:
        return CannotImport(_("%(file)s cannot be read. %(why)s") % {"file": self.name, "why": why})
