"""What is written for a spreadsheet: no cell is a formula."""

import csv
import io

import pytest

from board import spreadsheet
from tests.tree import files

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"]


@pytest.mark.parametrize("said", FORMULAS)
def test_neither_a_cell_nor_a_head_is_a_formula(said):
    written = "".join(spreadsheet.lines(["Day", said], [[1, said], [-2.5, None]]))
    text = written.removeprefix(spreadsheet.BYTE_ORDER_MARK)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Day", f"'{said}"],
        ["1", f"'{said}"],
        ["-2.5", ""],
    ]


def test_a_number_and_a_harmless_text_stay_what_they_are():
    written = "".join(spreadsheet.lines(["a"], [[-3], ["a=b"], ["1-2"]]))
    assert written == "\ufeffa\r\n-3\r\na=b\r\n1-2\r\n"


def test_excel_reads_it_as_unicode():
    written = "".join(spreadsheet.lines(["Tag"], [["für Zoë"]])).encode()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == "Tag\r\nfür Zoë\r\n"


def test_nothing_else_writes_csv_but_what_is_read_again_as_it_was():
    writers = [
        path.name
        for folder in ("board", "flow", "config")
        for path in files(".py", under=folder)
        if "csv.writer" in path.read_text() or "DictWriter" in path.read_text()
    ]
    assert sorted(writers) == ["left_out.py", "spreadsheet.py"]  # rows that an import left out
