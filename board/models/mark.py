"""A mark of a fact, by which a form knows whether the fact changed since it was seen."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Model

from board.models.label import Label


def mark(value: Any) -> str:
    """Return the mark of a fact; line ends, order and the case of labels make no difference.

    It has 16 hexadecimal digits. A fact is a text, a number, a day, a part of the board, or several.
    """
    return sha256(_text(value).encode()).hexdigest()[:16]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())
        case date():
            return value.isoformat()
        case Label():
            return value.name.lower()
        case Model():
            return str(value.pk)
        case Iterable():
            return "\n".join(sorted(_text(each).lower() for each in value))
        case _:
            return str(value)
