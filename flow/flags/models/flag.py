import json
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import Board, Card, NotPossible, Person
from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField, folded
from flow.delivery.models import Incident
from flow.flags.models.counts import FlagIncident
from flow.flags.models.days import FlagDays, check_days
from flow.flags.models.environment import Environment
from flow.flags.models.flag_entry import FlagEntry, What
from flow.flags.models.flag_queries import FlagQuerySet
from flow.flags.models.kinds import (
    TEMPORARY,
    USUAL_VARIANTS,
    FlagKind,
    check_key,
    check_variants,
)
from flow.flags.models.removal import Removal
from flow.metrics.models.parts import LOOSE, about

REVISABLE = (
    *("purpose", "owner", "remove_by", "why_permanent", "review_on"),
    *("card", "component", "public"),
)


class Flag(Removal):
    """A switch in running code. A temporary one is made with the card that removes it."""

    board = about("board.Board")
    key = models.CharField(_("key"), max_length=100)
    kind = models.CharField(_("kind"), max_length=11, choices=FlagKind)
    purpose = NameField(_("purpose"), max_length=500, blank=True)
    owner = models.ForeignKey("board.Person", models.SET_NULL, null=True, blank=True, **LOOSE)
    remove_by = models.DateField(_("remove by"), null=True, blank=True)
    first_remove_by = models.DateField(
        null=True, blank=True
    )  # the day that was set when it was made
    why_permanent = NameField(_("why it is permanent"), max_length=500, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    card = models.ForeignKey("board.Card", models.SET_NULL, null=True, blank=True, **LOOSE)
    removal_card = models.OneToOneField("board.Card", models.SET_NULL, null=True, **LOOSE)
    component = NameField(_("component"), max_length=200, blank=True)
    public = models.BooleanField(_("answered to browsers"), default=False)
    variants = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)

    objects = FlagQuerySet.as_manager()

    MOST = Most(20_000, _("A board has at most %(most)s flags."))

    stage: str  # by staged()
    is_on: bool | None
    share: int | None
    first_asked_at: datetime | None
    last_asked_at: datetime | None
    full_since: datetime | None
    first_full_at: datetime | None
    removed_at: datetime | None

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "key"], name="a_flag_key_is_used_once_on_a_board"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FlagKind.values), name="a_flag_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in TEMPORARY])
                | Q(remove_by__isnull=False),
                name="a_temporary_flag_has_a_day_by_which_it_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_temporary(self) -> bool:
        return self.kind in TEMPORARY

    @property
    def is_removed(self) -> bool:
        return self.removal_card is not None and self.removal_card.finished_at is not None

    @property
    def is_put_off(self) -> bool:
        """Whether its day is later than the one that was set when it was made."""
        return bool(
            self.remove_by and self.first_remove_by and self.remove_by > self.first_remove_by
        )

    def is_overdue(self, today: date) -> bool:
        return bool(self.remove_by and self.remove_by < today and not self.is_removed)

    def age(self, today: date) -> int:
        """Days since it was made, both ends counted."""
        return (today - self.board.day_of(self.made_at)).days + 1

    @classmethod
    def make(
        cls,
        board: Board,
        key: str,
        *,
        kind: str,
        by: Person,
        variants: Any = None,
        removed_by: Card | None = None,
        **facts: Any,
    ) -> "Flag":
        """A new flag, off everywhere; a temporary one with the card that removes it, which is made
        unless it is there already.

        Raises ValidationError by the names of what is missing or cannot be.
        """
        flag = cls(board=board, key=key, kind=kind, made_by=by, **facts)
        flag.variants = USUAL_VARIANTS if variants is None else variants
        flag.first_remove_by = flag.remove_by
        with board.turn(by=by) as turn:
            flag.board = turn.board
            flag._check_new(board.day_of(turn.at))
            cls.MOST.check(cls.objects.of(board).count())
            flag.made_at = turn.at
            if flag.is_temporary:
                flag.removal_card = removed_by or flag.make_removal_card(by=by)
                flag.ask_at_the_gate()
            flag.save()
            FlagEntry.write(flag, What.MADE, by=by)
            if not turn.board.practices["flags"]:
                turn.board.switch_practices(by=by, flags=True)
            flag._tick(complete=True)
        return flag

    def revise(self, *, by: Person, reason: str = "", **new: Any) -> "Flag":
        """Change what is named. A later removal day needs a reason.

        Raises ValidationError by the names of what cannot be.
        """
        with transaction.atomic():
            flag = self._locked()
            today = self.board.day_of(timezone.now())
            days = FlagDays(flag.remove_by, flag.review_on)
            was = flag._facts(new)
            for name, value in new.items():
                setattr(flag, name, value)
            now = flag._facts(new)
            if now == was:
                return flag
            flag._check_facts()
            check_days(flag, today, before=days, reason=folded(reason))
            flag.save()
            FlagEntry.write(flag, What.REVISED, by=by, was=was, now=now, reason=reason)
            flag._tick()
        if "remove_by" in new or "owner" in new:
            flag.move_removal_day(by=by)
        return flag

    def discard(self, *, by: Person) -> None:
        """Delete a flag that was never asked, with its removal card.

        Raises NotPossible for one that was asked: it is removed with its card.
        """
        with self.board.turn(by=by) as turn:
            flag = self._locked()
            if flag.states.filter(first_asked_at__isnull=False).exists():
                raise NotPossible(
                    _now("%(flag)s was asked. It is removed by finishing its removal card.")
                    % {"flag": self.key}
                )
            card = flag.removal_card
            environments = Environment.objects.of(turn.board)
            flag.delete()
            if card and card.deleted_at is None:
                card.board = turn.board
                card.discard(by=by)
            for each in environments:
                each.tick()

    def add_incident(self, incident: int | str, *, by: Person) -> bool:
        """Note that an incident was of this flag; whether that is new."""
        with transaction.atomic():
            flag = self._locked()
            written = json.dumps(incident)
            if flag.incidents.filter(incident=written).exists():
                return False
            FlagIncident.MOST.check(flag.incidents.count())
            flag.incidents.create(incident=written)
            FlagEntry.write(flag, What.INCIDENT, by=by, now={"incident": incident})
        return True

    def open_incidents(self) -> list[Incident]:
        """Return the open incidents of its component."""
        incidents = Incident.objects.open_of(self.board, self.component) if self.component else ()
        return list(incidents)

    def ended(self, incident: Incident, *, by: Person) -> None:
        """Note that turning this flag off ended an incident: when production was turned off."""
        with transaction.atomic():
            production = self.states.filter(environment__production=True, enabled=False)
            off_at = production.values_list("changed_at", flat=True).first() or timezone.now()
            since = max(off_at, incident.detected_at)
            incident.revise(restored_at=since)
            self.add_incident(incident.external_id or incident.pk, by=by)

    def _locked(self) -> "Flag":
        held = Flag.objects.select_for_update(no_key=True, of=("self",))
        flag = held.select_related("removal_card", "owner", "card").get(pk=self.pk)
        flag.board = self.board
        return flag

    def _check_new(self, today: date) -> None:
        mistakes: dict[str, Any] = {}
        for field, check in (
            ("key", lambda: check_key(self.key, self.kind)),
            ("variants", lambda: check_variants(self.variants)),
        ):
            try:
                check()
            except ValidationError as error:
                mistakes[field] = error
        if "key" not in mistakes and Flag.objects.of(self.board).filter(key=self.key).exists():
            mistakes["key"] = ValidationError(_now("Another flag of this board has this key."))
        for ask in (self._check_facts, lambda: check_days(self, today)):
            try:
                ask()
            except ValidationError as error:
                mistakes |= error.error_dict
        if mistakes:
            raise ValidationError(mistakes)

    def _check_facts(self) -> None:
        """Raise ValidationError for what is missing of this kind."""
        check_fields(self, "purpose", "why_permanent", "component")
        wanted = {"owner": self.owner_id, "purpose": folded(self.purpose)}
        if not self.is_temporary:
            wanted = {"why_permanent": folded(self.why_permanent)}
        missing = [name for name, value in wanted.items() if not value]
        mistakes = {name: [_now("A flag of this kind needs this.")] for name in missing}
        if self.is_temporary and self.why_permanent:
            mistakes["why_permanent"] = [_now("A flag of this kind is not permanent.")]
        if mistakes:
            raise ValidationError(mistakes)

    def _facts(self, names: Any) -> dict[str, Any]:
        """The values of these fields now, as the history keeps them."""
        return {name: _fact(getattr(self, name)) for name in names}

    def _tick(self, *, complete: bool = False) -> None:
        """Notify the processes that answer, in every environment."""
        environments = Environment.objects.kept_of(self.board)
        if complete:
            states = apps.get_model("flags.FlagState").objects
            states.complete_flag(self, environments)
        for environment in sorted(environments, key=lambda each: each.pk):
            environment.tick(self)


def _fact(value: Any) -> Any:
    if isinstance(value, Person):
        return value.pk
    if isinstance(value, Card):
        return value.number
    return value.isoformat() if isinstance(value, date) else value
