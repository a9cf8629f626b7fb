"""The rows of a file that were left out of an import, as a file that can be mended and imported."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from board.importers.csv_file import CsvFile
from board.importers.delimiter import named_in
from board.importers.problems import CannotImport, Problems

REASON = "Why it was left out"  # the last field; where a mended file has it, it is written again


@dataclass(frozen=True)
class LeftOut:
    """The rows of a file with problems, each of which cannot be a card."""

    file: CsvFile
    problems: Problems

    def write(self, path: Path) -> None:
        """Write them, in the encoding and with the delimiter of the file.

        Raises CannotImport if that cannot be done, or if a file is there that says something else.
        """
        text = self._text().encode(self._codec, errors="replace")  # of the reasons
        try:
            if path.exists() and (path.samefile(self.file.path) or path.read_bytes() != text):
                raise CannotImport(
                    _(
                        "%(file)s is there already; name another file for the rows that are left out."
                    )
                    % {"file": path.name}
                )
            path.write_bytes(text)
        except OSError as error:
            raise CannotImport(f"{path.name}: {error.strerror}.") from error

    @property
    def _codec(self) -> str:
        """The encoding of the file, with a byte order mark where it has one."""
        if self.file.codec != "utf-8-sig":
            return self.file.codec
        with self.file.path.open("rb") as file:
            return "utf-8-sig" if file.read(3) == codecs.BOM_UTF8 else "utf-8"

    def _text(self) -> str:
        text = io.StringIO(newline="")
        if named_in(self.file.first_line) == self.file.sign:
            text.write(f"sep={self.file.sign}\r\n")
        writing = csv.writer(text, delimiter=self.file.sign)
        writing.writerows(self._records())
        return text.getvalue()

    def _records(self) -> Iterator[list[str]]:
        """The header and the rows, each as wide as the header or wider, and behind it the reasons."""
        header = self.file.header
        width = len(header) - (header[-1:] == [REASON])
        yield [*header[:width], REASON]
        for line, record in self.file.records():
            if line in self.problems.reasons:
                whole = record if len(record) != len(header) else record[:width]
                blanks = [""] * (width - len(whole))
                yield [*whole, *blanks, " ".join(self.problems.reasons[line])]
