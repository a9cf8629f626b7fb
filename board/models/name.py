"""Names and titles, folded in one way, so that what looks the same is the same.

Python and PostgreSQL compare code points. Two people who type é on two keyboards may send other
code points, and a title of zero-width spaces is not empty for them. So a `NameField` folds what
comes in, from pages, API, imports and the admin alike. A name that was
written before there was this fold is folded when it is next written; until then it is compared by
its fold wherever people or programs refer to it.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

JOINERS = {"\u200c", "\u200d"}  # Persian and Indic words need them, and emoji that are one picture
BLANK = set("\u115f\u1160\u2800\u3164\uffa0")  # letters by their category, but invisible
TAGS = range(0xE0020, 0xE0080)  # spell the region of a flag, behind a black one
MARKS = {"Mn", "Me", "Mc"}
HIDDEN = {"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp"}
ALONE = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")  # scripts whose letters never need a joiner


def folded(text: str) -> str:
    """Return the name in NFC, on one line, without control characters; "" if nothing is visible."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    text = "".join(letter for at, letter in enumerate(text) if _stays(text, at))
    text = " ".join(text.split())
    return text if any(map(_can_be_seen, text)) else ""


def compared(name: str) -> str:
    """Return the name as names are compared: folded, and in lower case."""
    return folded(name).lower()


def _stays(text: str, at: int) -> bool:
    letter = text[at]
    if letter in JOINERS:
        return _needs_joiner(text[:at][::-1]) and _needs_joiner(text[at + 1 :])
    if ord(letter) in TAGS:
        return text[:at].rstrip("".join(map(chr, TAGS)))[-1:] == "\U0001f3f4"
    return letter == " " or unicodedata.category(letter) not in HIDDEN


def _needs_joiner(text: str) -> bool:
    """Whether the nearest letter is of a script, or a picture, that is written with joiners."""
    for letter in text:
        if unicodedata.category(letter) not in MARKS and letter not in JOINERS:
            name = unicodedata.name(letter, "")
            return _can_be_seen(letter) and not letter.isascii() and not name.startswith(ALONE)
    return False


def _can_be_seen(letter: str) -> bool:
    return letter not in BLANK and unicodedata.category(letter) not in HIDDEN | MARKS


class NameField(models.CharField):
    """The name of something, on one line. The database sees a CharField."""

    default_error_messages = {"blank": _("This needs visible text.")}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return folded(text) if isinstance(text, str) else text

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self.to_python(value), model_instance)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        """Deconstruct as a CharField, so that migrations do not know this field."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


def with_folded_names(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fold the names among these values of a model, to compare them with what it has."""
    return {
        what: field.to_python(value)
        if isinstance(field := model._meta.get_field(what), NameField)
        else value
        for what, value in values.items()
    }
