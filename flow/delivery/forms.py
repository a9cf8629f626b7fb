"""The forms of delivery."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.forms.errors import wrong_in
from board.models import Board, Card
from board.models.card.card import CARD_KEY
from flow.delivery.judgements import call_deployment, report_incident, revise_incident
from flow.delivery.models import (
    Component,
    Deployment,
    DeploymentKind,
    Incident,
    Provider,
    Repository,
    RepositoryToken,
    Team,
)

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
CAUSES = 20  # the last production deployments that may be named as a cause


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, one value per line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class LinesField(forms.CharField):
    """Several things, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 3, "dir": "auto", "spellcheck": "false"})
        super().__init__(widget=rows, max_length=20_000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        return lines_of(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class RepositoryForm(forms.Form):
    """Connect a repository."""

    provider = forms.ChoiceField(label=_("Hosted at"), choices=Provider.choices)
    name = forms.CharField(
        label=_("Full name"), max_length=200, help_text=_("As in its address: acme/harbour")
    )
    default_branch = forms.CharField(label=_("Trunk"), max_length=200, initial="main")
    left_out = LinesField(
        label=_("Paths that do not count for sizes, one per line"),
        required=False,
        help_text=_("Generated or vendored: vendor/**"),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if any(letter.isspace() for letter in name):
            raise ValidationError(_("A full name has no spaces."))
        return name


class TeamForm(forms.Form):
    """A team: its name, its people, and the addresses under which they commit."""

    name = forms.CharField(label=_("Name"), max_length=80)
    members: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = LinesField(
        label=_("Addresses under which they commit, one per line"),
        required=False,
        help_text=_("Changes from these addresses are the team's. Nothing is counted by person."),
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: forms.ModelMultipleChoiceField = self.fields["members"]  # type: ignore[assignment]
        people.queryset = board.members.order_by("name", "email")


class ComponentForm(forms.Form):
    """A component: what can be deployed alone, and whose it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    repository: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Repository"), queryset=None, empty_label=None
    )
    paths = LinesField(
        label=_("Paths, one per line"), help_text=_("All of it: **. A folder: api/**")
    )
    team: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Team that owns it"), queryset=None, empty_label=None
    )
    production = LinesField(
        label=_("Names of its production, one per line"), initial=["production"]
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, things in (
            ("repository", Repository.objects.of(board)),
            ("team", Team.objects.of(board)),
        ):
            field: forms.ModelChoiceField = self.fields[name]  # type: ignore[assignment]
            field.queryset = things


class RepositoryTokenForm(forms.Form):
    """A key for a pipeline."""

    name = forms.CharField(
        label=_("Name of the key"),
        max_length=RepositoryToken._meta.get_field("name").max_length or 80,
    )


class VerdictForm(forms.Form):
    """A person's judgement of a deployment; an empty field leaves what is proposed."""

    failed = forms.ChoiceField(
        label=_("Did it fail?"),
        required=False,
        choices=[("", _("as proposed")), ("yes", _("yes")), ("no", _("no"))],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("as proposed")), *DeploymentKind.choices],
    )

    def apply_to(self, deployment: Deployment) -> None:
        """Say it of a deployment; of a valid form."""
        cleaned = self.cleaned_data
        deployment.judge({"yes": True, "no": False}.get(cleaned["failed"]))
        call_deployment(deployment, cleaned["kind"])


class IncidentForm(forms.Form):
    """An incident: since when, until when, what caused it, and its card."""

    component: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Component"), queryset=None, empty_label=None
    )
    title = forms.CharField(label=_("What is not working"), max_length=200)
    detected_at = forms.DateTimeField(label=_("Detected at"), widget=MOMENT, input_formats=MOMENTS)
    restored_at = forms.DateTimeField(
        label=_("Restored at"),
        widget=MOMENT,
        input_formats=MOMENTS,
        required=False,
        help_text=_("Empty while users are still affected."),
    )
    cause: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Caused by the deployment"),
        queryset=None,
        required=False,
        empty_label=_("none, or not known"),
    )
    card = forms.CharField(
        label=_("Card"), required=False, max_length=20, help_text=_("Its key, if it has one.")
    )

    def __init__(
        self, *args: Any, board: Board, incident: Incident | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"detected_at": timezone.now()}
        if incident is not None:
            initial = {
                "title": incident.title,
                "detected_at": incident.detected_at,
                "restored_at": incident.restored_at,
                "cause": incident.caused_by or incident.proposed_cause,
                "card": incident.card.key if incident.card else "",
            }
        initial |= kwargs.pop("initial", {})
        super().__init__(*args, **kwargs | {"initial": initial})
        self.board, self.incident = board, incident
        mine = Component.objects.of_teams_of(board)
        component: forms.ModelChoiceField = self.fields["component"]  # type: ignore[assignment]
        component.queryset = mine
        if incident is not None:
            del self.fields["component"]
        cause: forms.ModelChoiceField = self.fields["cause"]  # type: ignore[assignment]
        cause.queryset = Deployment.objects.causes_of(
            Component.objects.shown_on(board), most=CAUSES, known=incident
        )
        cause.label_from_instance = _cause_says  # type: ignore[method-assign, assignment]

    def clean_card(self) -> Card | None:
        cleaned = self.cleaned_data["card"].strip()
        if not cleaned:
            return None
        key = CARD_KEY.fullmatch(cleaned)
        card = (
            self.board.cards.kept().filter(number=int(key["number"])).first()
            if key and key["board"].upper() == self.board.key
            else None
        )
        if card is None:
            raise ValidationError(_("There is no such card on this board."))
        return card

    def keep(self) -> Incident | None:
        """Report or change it; of a valid form. None if it is refused, and the form says why."""
        cleaned = dict(self.cleaned_data)
        cause: Deployment | None = cleaned.pop("cause")
        component: Component = (
            self.incident.component if self.incident is not None else cleaned.pop("component")
        )
        cleaned["caused_by"] = cause
        with wrong_in(self):
            if self.incident is not None:
                return revise_incident(self.incident, **cleaned)
            return report_incident(component, **cleaned)
        return None


def _cause_says(deployment: Deployment) -> str:
    at: datetime = deployment.told_at
    words = timezone.localtime(at).strftime("%d %b %H:%M")
    return f"{deployment.component} · {words} · {deployment.sha[:7]}"
