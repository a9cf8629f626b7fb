"""The forms of flags."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from board.api import lookup
from board.forms.errors import wrong_in
from board.models import Board, Person
from board.models.people.membership import MAY_CHANGE
from flow.flags.models import Environment, Flag, FlagKind, FlagState, FlagToken, Silence
from flow.flags.models.flag_state import LONGEST_KEY
from flow.flags.models.silence import MOST as MOST_HOURS
from flow.flags.models.silence import USUAL as LEAST_HOURS

MOST_NUMBER = 2**31 - 1
USUAL_LIFE = timedelta(days=30)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NewFlagForm(forms.Form):
    """A new flag; what is demanded depends on its kind, and the flag says it."""

    key = forms.CharField(
        label=_("Key"),
        max_length=100,
        help_text=_(
            "As code names it: small letters, digits, dots, dashes. Keys for operations begin with "
            "ops., those of entitlements with ent."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=FlagKind.choices,
        initial=FlagKind.RELEASE,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(label=_("What it shows or hides"), max_length=500, required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none(), required=False)
    remove_by = forms.DateField(
        label=_("Remove by"),
        required=False,
        widget=DAY,
        help_text=_("For release and experiment: 90 days at most."),
    )
    why_permanent = forms.CharField(
        label=_("Why it stays"),
        max_length=500,
        required=False,
        help_text=_("For operations and entitlement."),
    )
    review_on = forms.DateField(label=_("Review on"), required=False, widget=DAY)
    card = forms.IntegerField(
        label=_("Card"),
        required=False,
        min_value=1,
        max_value=MOST_NUMBER,
        help_text=_("The number of the card whose work it hides."),
    )
    public = forms.BooleanField(label=_("Answered to public tokens, in browsers"), required=False)

    def __init__(
        self, *args: Any, board: Board, today: date, by: Person, card: str = "", **kwargs: Any
    ) -> None:
        initial = {"remove_by": today + USUAL_LIFE, "owner": by.pk, "card": card}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.board = board
        _offer_owners(self, board)

    def make(self, *, by: Person) -> Flag | None:
        """The flag that a valid form describes; None if it cannot be, and the form says why."""
        facts = dict(self.cleaned_data)
        if facts["kind"] in (FlagKind.OPS, FlagKind.ENTITLEMENT):
            facts["remove_by"] = None
        else:
            facts["why_permanent"], facts["review_on"] = "", None
        with wrong_in(self):
            if facts["card"] is not None:
                facts["card"] = lookup.card(self.board, facts["card"], "card")
            return Flag.make(self.board, facts.pop("key"), by=by, **facts)
        return None


class SwitchForm(forms.Form):
    """The form that switches a flag; an empty field stays as it is."""

    enabled = forms.ChoiceField(choices=[("", ""), ("on", "on"), ("off", "off")], required=False)
    rollout = forms.IntegerField(min_value=0, max_value=100, required=False)
    allowed = forms.CharField(required=False, strip=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def clean_allowed(self) -> list[str] | None:
        """One key a line; None if the field was not there."""
        if "allowed" not in self.data:
            return None
        keys = [line.strip() for line in self.cleaned_data["allowed"].splitlines()]
        if any(len(key) > LONGEST_KEY or "\x00" in key for key in keys):
            raise ValidationError(_("A key has at most %s characters.") % LONGEST_KEY)
        return [key for key in keys if key]

    def apply_to(self, state: FlagState, *, by: Person) -> bool:
        """Switch as a valid form says; False if it cannot be, and the form says why."""
        cleaned = self.cleaned_data
        with wrong_in(self):
            state.switch(
                by=by,
                enabled={"on": True, "off": False}.get(cleaned["enabled"]),
                rollout=cleaned["rollout"],
                allowed=cleaned["allowed"],
                reason=cleaned["reason"],
                expected_version=cleaned["version"],
            )
        return not self.errors


class ReviseForm(forms.Form):
    """The fields of a flag; those that its kind does not have are left out."""

    purpose = forms.CharField(label=_("What it shows or hides"), max_length=500, required=False)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=Person.objects.none(), required=False)
    remove_by = forms.DateField(label=_("Remove by"), required=False, widget=DAY)
    reason = forms.CharField(
        label=_("Reason for a later day"),
        max_length=500,
        required=False,
        help_text=_("A later day needs a reason, and is at most 30 days later."),
    )
    why_permanent = forms.CharField(label=_("Why it stays"), max_length=500, required=False)
    review_on = forms.DateField(label=_("Review on"), required=False, widget=DAY)
    public = forms.BooleanField(label=_("Answered to public tokens, in browsers"), required=False)

    def __init__(self, *args: Any, flag: Flag, **kwargs: Any) -> None:
        names = ("purpose", "owner", "remove_by", "why_permanent", "review_on", "public")
        initial = {name: getattr(flag, name) for name in names}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.flag = flag
        others = ("why_permanent", "review_on") if flag.is_temporary else ("remove_by", "reason")
        for name in others:
            del self.fields[name]
        _offer_owners(self, flag.board)

    def apply(self, *, by: Person) -> bool:
        """Change the flag as a valid form says; False if it cannot be, and the form says why."""
        facts = dict(self.cleaned_data)
        with wrong_in(self):
            self.flag.revise(by=by, reason=facts.pop("reason", ""), **facts)
        return not self.errors


class FlagTokenForm(forms.Form):
    """A new token for one environment."""

    name = forms.CharField(label=_("Who asks"), max_length=80, help_text=_("A program, or a page."))
    environment = forms.ChoiceField(label=_("Environment"))
    public = forms.BooleanField(
        label=_("Public: it may appear in a web page"),
        required=False,
        help_text=_("It only gets answers for flags that are marked for public tokens."),
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        here = Environment.objects.of(board)
        usual = next((each.name for each in here if each.production), None)
        super().__init__(*args, **kwargs | {"initial": {"environment": usual}})
        self.board = board
        choices: forms.ChoiceField = self.fields["environment"]  # type: ignore[assignment]
        choices.choices = [(each.name, each.name) for each in here]

    def issue(self, *, by: Person) -> str:
        """The secret of the token that a valid form describes."""
        cleaned = self.cleaned_data
        here = Environment.objects.kept_of(self.board)
        environment = next(each for each in here if each.name == cleaned["environment"])
        _token, secret = FlagToken.issue(
            self.board, environment, name=cleaned["name"], public=cleaned["public"], by=by
        )
        return secret


class EnvironmentsForm(forms.Form):
    """Which environments there are: one is production, some are removed, one is new."""

    NEW = "+"

    production = forms.ChoiceField(widget=forms.RadioSelect)
    removed = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    new = forms.CharField(label=_("One more"), max_length=40, required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        self.names = [each.name for each in Environment.objects.of(board)]
        here = [(name, name) for name in self.names]
        which: forms.ChoiceField = self.fields["production"]  # type: ignore[assignment]
        which.choices = [*here, (self.NEW, _("the new one"))]
        removed: forms.MultipleChoiceField = self.fields["removed"]  # type: ignore[assignment]
        removed.choices = here

    def keep(self, *, by: Person) -> bool:
        """Arrange them as a valid form says; False if it cannot be, and the form says why."""
        cleaned = self.cleaned_data
        wanted = [(name, name) for name in self.names if name not in cleaned["removed"]]
        if cleaned["new"]:
            wanted.append((cleaned["new"], self.NEW))
        with wrong_in(self):
            Environment.objects.arrange(
                self.board, [(name, mark == cleaned["production"]) for name, mark in wanted], by=by
            )
        return not self.errors


class SilenceForm(forms.Form):
    """For how long production is silent before a flag is out of use."""

    hours = forms.IntegerField(
        label=_("Hours without a question"), min_value=LEAST_HOURS, max_value=MOST_HOURS
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"hours": Silence.objects.of(board)}})
        self.board = board

    def keep(self, *, by: Person) -> None:
        Silence.objects.keep(self.board, self.cleaned_data["hours"], by=by)


def _offer_owners(form: forms.Form, board: Board) -> None:
    owners: forms.ModelChoiceField = form.fields["owner"]  # type: ignore[assignment]
    owners.queryset = Person.objects.filter(
        memberships__board=board, memberships__role__in=MAY_CHANGE
    )
