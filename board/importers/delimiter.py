"""The delimiter of a file: the one that its first line names, and the one that it seems to have."""

import csv
import re

SIGNS = ",;\t|"
TABS = ("tab", "\\t")  # how people write one in a shell

_SAID = re.compile(r'"?sep=(?P<sign>[^\r\n"])"?[\r\n]*', re.IGNORECASE)  # Excel's first line


def named_in(line: str) -> str:
    """The delimiter that a first line like `sep=;` says; "" for any other line."""
    line_of_excel = _SAID.fullmatch(line)
    return line_of_excel["sign"] if line_of_excel else ""


def fields_between(line: str, sign: str) -> list[str]:
    """Return the names in this line, separated by this delimiter; none if it does not fit."""
    try:
        [names] = csv.reader([line], delimiter=sign, strict=True)
    except (csv.Error, ValueError):
        return []
    return [name.strip() for name in names]


def likely(line: str, *, besides: str) -> str:
    """The other delimiter that makes most fields of this line; "" if none makes several."""
    counts = {sign: len(fields_between(line, sign)) for sign in SIGNS if sign != besides}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] > 1 else ""


def as_option(sign: str) -> str:
    """How somebody says this delimiter in a shell."""
    return "--delimiter tab" if sign == "\t" else f'--delimiter "{sign}"'
