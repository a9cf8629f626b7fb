"""The form of the flow pages: the days, the cards, and the days of a forecast."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.forms.fields import PartField
from board.models import Board, Person
from flow.metrics.charts import Question
from flow.metrics.definitions.forecast import LONGEST as FARTHEST
from flow.metrics.definitions.forecast import MOST
from flow.metrics.reports import DayWindow, Filters, Flow
from flow.metrics.reports.window import EARLIEST, LONGEST, USUAL

SOON = timedelta(30)  # how far a forecast looks unless a day is named


class Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def number(label: Any, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most, localize=False, **kwargs
    )


class QuestionForm(forms.Form):
    """The question in the address of every page, so that an answer can be sent to somebody."""

    days = number(_("Days up to yesterday"), LONGEST)
    first = Day(label=_("or from"))
    last = Day(label=_("to"))
    service = PartField(label=_("Class of service"), required=False)
    lane = PartField(label=_("Lane"), required=False)
    label = PartField(label=_("Label"), required=False)
    who = PartField(label=_("Assigned to"), required=False)
    until = Day(label=_("By"))
    cards = number(_("Cards"), MOST)
    like = number(_("As in the last … days"), LONGEST)

    COMING = ("until", "cards", "like")

    def __init__(self, data: QueryDict, *, board: Board) -> None:
        super().__init__(data, auto_id="ask-%s")
        self.board = board
        self.now = timezone.now()
        self.today = board.day_of(self.now)
        shape = board.shape
        anybody = _("everybody")
        choices: dict[str, tuple[Any, Any]] = {
            "service": (shape.service_classes.values(), _("all")),
            "lane": (shape.lanes.values(), _("all")),
            "label": (board.labels.all(), _("all")),
            "who": (Person.objects.working_on(board), anybody),
        }
        for name, (parts, nothing) in choices.items():
            field = self.fields[name]
            self.fields[name] = PartField(parts, nothing=nothing, label=field.label, required=False)
        self.fields["days"].widget.attrs["placeholder"] = USUAL

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and not self.today < until <= self.today + timedelta(FARTHEST):
            raise ValidationError(_("Choose a day after today, within ten years."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if last and not first:
            self.add_error("first", _("Choose the first day."))
        if first and first < EARLIEST:
            self.add_error("first", _("The first day is in 1970 or later."))
        elif first and first > (last or self.today):
            self.add_error("first", _("The first day comes before the last."))
        elif first and ((last or self.today) - first).days >= LONGEST:
            self.add_error("first", _("That is more than ten years."))
        if last and last > self.today:
            self.add_error("last", _("This day has not come yet."))
        return cleaned

    def question(self) -> Question:
        """Of a valid form."""
        cleaned = self.cleaned_data
        filters = Filters(cleaned["service"], cleaned["lane"], cleaned["label"], cleaned["who"])
        flow = Flow(self.board, self._window(), filters, self.now)
        like = flow
        if cleaned["like"]:
            window = DayWindow.of(self.board, days=cleaned["like"], now=self.now)
            like = Flow(self.board, window, filters, self.now)
        until = cleaned["until"] or self.today + SOON
        return Question(flow, like, until, cleaned["cards"], self._card_url)

    @property
    def query(self) -> str:
        """Return the question as it is in an address; empty for the default."""
        values = {name: self.data.get(name, "").strip() for name in self.fields}
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that choose days and cards."""
        return [self[name] for name in self.fields if name not in self.COMING]

    @property
    def coming(self) -> list[forms.BoundField]:
        """The fields that say what is to come."""
        return [self[name] for name in self.COMING]

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data[name] for name in ("service", "lane", "label", "who"))

    def _window(self) -> DayWindow:
        cleaned = self.cleaned_data
        if cleaned["first"]:
            return DayWindow(cleaned["first"], cleaned["last"] or self.today)
        return DayWindow.of(self.board, days=cleaned["days"] or USUAL, now=self.now)

    def _card_url(self, card: int) -> str:
        return reverse("card", args=[self.board.key, card])
