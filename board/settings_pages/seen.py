"""The values that a person saw of a part of the board before changing it, and the current ones."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from board.forms.fields import BIGGEST
from board.models import StalePart

STALE = "stale"


class SeenRevision(forms.IntegerField):
    """The revision of a part that its form was filled in from; 0 if it was not there."""

    def __init__(self, revision: int):
        super().__init__(
            label=_("What you saw"),
            required=False,
            min_value=0,
            max_value=BIGGEST,
            initial=revision,
            widget=forms.HiddenInput,
        )


class SeenForm(forms.BaseForm):
    """A form about a part of the board that somebody else may change at the same time.

    `values_of` returns what the part holds now, by the names of the fields.
    """

    SEEN = "expected_revision"

    def values_of(self, part: Any) -> dict[str, Any]:
        raise NotImplementedError

    def say_stale(self, refusal: StalePart) -> None:
        """Say what the part says now, and take the same again as a change of that.

        What was typed stays in the form, so neither person's words are lost.
        """
        now = self.values_of(refusal.thing) if refusal.thing else {}
        differs = [
            f"{self.called(name)}: {self._shown(name, value)}"
            for name, value in now.items()
            if _written(value) != _written(self[name].value())
        ]
        words = [refusal.message]
        if differs:
            words.append(_("It is now: %(facts)s.") % {"facts": "; ".join(differs)})
        words.append(_("Save again to replace it with yours."))
        self.add_error(None, ValidationError(" ".join(words), code=STALE))
        seen = refusal.thing.revision if refusal.thing else 0
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix(self.SEEN)] = str(seen)
        self.data = data

    @property
    def is_stale(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, STALE)

    def called(self, name: str) -> str:
        field = self.fields[name]
        return str(field.label or field.widget.attrs.get("aria-label") or name)

    def _shown(self, name: str, value: Any) -> str:
        """A value as the choices of the form call it."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        named = getattr(self.fields[name], "choices", [])
        choices: dict[str, str] = {str(key): str(words) for key, words in named}
        written = _written(value)
        several: list[str] = written if isinstance(written, list) else [written]
        return ", ".join(choices.get(each, each) for each in several if each) or "–"


def _written(value: Any) -> Any:
    """A value as a form sends it, to compare."""
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return "" if value is None else str(value).replace("\r\n", "\n")


def status_of(*asked: Any) -> HTTPStatus:
    """Of a page that shows these forms again: 409 if one of them is stale, 422 if one is wrong."""
    if any(getattr(form, "is_stale", False) for form in asked):
        return HTTPStatus.CONFLICT
    wrong = any(form.errors for form in asked)
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
