"""The question of a page of delivery: the days, and the component or team. It is in the URL."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models import Board
from flow.delivery.models import Component, Team
from flow.delivery.readings import USUAL, DeliveryScope
from flow.metrics.reports.window import EARLIEST, LONGEST, DayWindow


class AskedDay(forms.DateField):
    def __init__(self, **kwargs: object) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(required=False, widget=widget, input_formats=["%Y-%m-%d"], **kwargs)  # type: ignore[arg-type]


class DeliveryForm(forms.Form):
    """Both days are counted; without them the last 28 complete ones."""

    to = AskedDay(label=_("To"))
    component = forms.IntegerField(required=False, widget=forms.HiddenInput)
    team = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, board: Board) -> None:
        self.board, self.typed = board, data
        self.today = board.day_of(timezone.now())
        shown = data.copy()
        if not data.get("from") and not data.get("to"):  # the usual days, so that one sees them
            last = self.today - timedelta(1)
            shown["from"], shown["to"] = str(last - timedelta(USUAL - 1)), str(last)
        super().__init__(shown, auto_id="ask-%s")
        self.fields["from"] = AskedDay(label=_("From"))
        self.order_fields(["from", "to", "component", "team"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        last: date = cleaned.get("to") or self.today - timedelta(1)
        if not EARLIEST <= last <= self.today:
            raise ValidationError({"to": _("The last day is from 1970 on, and not after today.")})
        first: date = cleaned.get("from") or max(EARLIEST, last - timedelta(USUAL - 1))
        if not EARLIEST <= first <= last:
            raise ValidationError(
                {"from": _("The first day is from 1970 on, and not after the last.")}
            )
        if (last - first).days >= LONGEST:
            raise ValidationError({"from": _("That is more than ten years.")})
        cleaned["window"] = DayWindow(first, last)
        return cleaned


@dataclass(frozen=True)
class DeliveryAsked:
    """The days and the scopes of a page: one for each team of the board, unless one is named."""

    form: DeliveryForm

    @property
    def board(self) -> Board:
        return self.form.board

    @property
    def window(self) -> DayWindow:
        return self.form.cleaned_data["window"]

    @cached_property
    def components(self) -> list[Component]:
        return list(Component.objects.of_teams_of(self.board))

    @cached_property
    def component(self) -> Component | None:
        wanted = self.form.cleaned_data["component"]
        return next((one for one in self.components if one.pk == wanted), None)

    @cached_property
    def team(self) -> Team | None:
        wanted = self.form.cleaned_data["team"]
        teams = [each.team for each in self.components]
        return next((team for team in teams if team.pk == wanted), None)

    @cached_property
    def teams(self) -> list[Team]:
        """The teams that own components, by name."""
        teams = {component.team_id: component.team for component in self.components}
        return sorted(teams.values(), key=lambda team: (team.name, team.pk))

    @cached_property
    def scopes(self) -> list[DeliveryScope]:
        """Return the scopes to show one after the other: never two teams side by side."""
        if self.component is not None:
            return [DeliveryScope(self.board, component=self.component)]
        if self.team is not None:
            return [DeliveryScope(self.board, team=self.team)]
        return [DeliveryScope(self.board, team=team) for team in self.teams] or [
            DeliveryScope(self.board)
        ]

    @property
    def shown(self) -> list[Component]:
        """The components of these scopes."""
        return [each for scope in self.scopes for each in scope.components]

    @property
    def days(self) -> dict[str, str]:
        """Return the days as they are in an address, if it has them."""
        typed = {name: self.form.typed.get(name, "").strip() for name in ("from", "to")}
        return {name: value for name, value in typed.items() if value}

    def query(self, **also: object) -> str:
        return urlencode(self.days | {name: str(value) for name, value in also.items() if value})

    @property
    def own_query(self) -> str:
        """The address of the same days and scope."""
        return self.query(
            component=self.component.pk if self.component else None,
            team=self.team.pk if self.team else None,
        )
