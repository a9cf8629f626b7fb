from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import NotPossible, StalePart
from board.models.most import Most
from board.models.name import folded
from flow.flags.models.environment import Environment
from flow.flags.models.flag import Flag
from flow.flags.models.flag_entry import FlagEntry, What
from flow.flags.ramp import ask_before_a_ramp
from flow.flags.rollout import next_step, skips
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person

LONGEST_KEY = 256  # of a targeting key that is named
FACTS = ("enabled", "rollout", "allowed")


class FlagStateQuerySet(models.QuerySet["FlagState"]):
    def complete(self, board: "Board") -> None:
        """Give every flag of a board a state in every environment."""
        environments = Environment.objects.kept_of(board)
        flags = list(Flag.objects.of(board).values_list("pk", flat=True))
        self.bulk_create(
            [
                self.model(flag_id=flag, environment=environment)
                for flag in flags
                for environment in environments
            ],
            ignore_conflicts=True,
            batch_size=2000,
        )

    def complete_flag(self, flag: Flag, environments: Sequence[Environment]) -> None:
        """The same for one flag."""
        self.bulk_create(
            [self.model(flag=flag, environment=each) for each in environments],
            ignore_conflicts=True,
        )


class FlagState(models.Model):
    """The state of a flag in one environment: off, or on for a share and for the allowed keys."""

    flag = about("flags.Flag", related_name="states")
    environment = about("flags.Environment", db_index=True, related_name="states")
    enabled = models.BooleanField(_("on"), default=False)
    rollout = models.PositiveSmallIntegerField(_("share"), default=0)  # in percent
    allowed = ArrayField(models.CharField(max_length=LONGEST_KEY), default=list, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    full_since = models.DateTimeField(null=True, editable=False)
    first_full_at = models.DateTimeField(null=True, editable=False)
    first_asked_at = models.DateTimeField(null=True, editable=False)
    last_asked_at = models.DateTimeField(null=True, editable=False)

    objects = FlagStateQuerySet.as_manager()

    MOST_ALLOWED = Most(1000, _("At most %(most)s keys are allowed by name."))

    class Meta:
        ordering = ["environment__position", "environment"]
        constraints = [
            models.UniqueConstraint(
                fields=["flag", "environment"], name="a_flag_has_one_state_in_an_environment"
            ),
            models.CheckConstraint(
                condition=Q(rollout__range=(0, 100)), name="a_rollout_is_0_to_100_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} in {self.environment_id}"

    def switch(
        self,
        *,
        by: "Person",
        enabled: bool | None = None,
        rollout: int | None = None,
        allowed: Sequence[str] | None = None,
        reason: str = "",
        passes: Sequence[str] = (),
        expected_version: int | None = None,
    ) -> "FlagState":
        """Change who gets the flag here; what is not named stays. It never waits for the board.

        Raises ValidationError for a raise in production that skips a step of the ramp of a temporary
        flag without a reason, StalePart if somebody has changed it since that version, NotPossible
        for a removed flag, or one of an archived board, that would be on for more. Before the flag
        leaves 0 % in production other apps are asked; `passes` names the codes of what they refuse
        that the reason passes.
        """
        wanted = {"enabled": enabled, "rollout": rollout, "allowed": _listed(allowed)}
        with transaction.atomic():
            state = self._locked()
            if expected_version not in (None, state.version):
                raise StalePart("flag", state)
            was = state.facts
            now = was | {name: value for name, value in wanted.items() if value is not None}
            if now == was:
                return state
            state._check(was, now, folded(reason))
            if state.environment.production and leaves_zero(was, now):
                ask_before_a_ramp(state.flag, passes if folded(reason) else ())
            for name, value in now.items():
                setattr(state, name, value)
            state._settle()
            state.save()
            FlagEntry.write(
                state.flag,
                What.SWITCHED,
                by=by,
                environment=state.environment,
                was=was,
                now=now,
                reason=reason,
            )
            state.environment.tick(state.flag)
        return state

    @property
    def facts(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in FACTS}

    @property
    def title(self) -> str:
        """Return the name of the state in a refusal."""
        return f"{self.flag.key} ({self.environment.name})"

    @property
    def as_answer(self) -> dict[str, Any]:
        """Its fields in an answer of the API."""
        return {
            "flag": self.flag.key,
            "environment": self.environment.name,
            "production": self.environment.production,
            **self.facts,
            "version": self.version,
            "changed_at": self.changed_at,
            "full_since": self.full_since,
            "first_asked_at": self.first_asked_at,
            "last_asked_at": self.last_asked_at,
        }

    @property
    def next_step(self) -> int:
        return next_step(self.rollout)

    def _locked(self) -> "FlagState":
        held = FlagState.objects.select_for_update(no_key=True, of=("self",))
        state = held.select_related("flag__board", "flag__removal_card", "environment").get(
            pk=self.pk
        )
        state.flag.board.role = self.flag.board.role
        return state

    def _check(self, was: dict, now: dict, reason: str) -> None:
        self.MOST_ALLOWED.check(0, more=len(now["allowed"]))
        if not _is_less(was, now):
            if self.flag.is_removed:
                raise NotPossible(_now("%(flag)s is removed.") % {"flag": self.flag.key})
            if self.flag.board.archived_at:
                raise NotPossible(
                    _now("%(board)s is archived. Its flags can only be turned off.")
                    % {"board": self.flag.board.name}
                )
        asks = self.environment.production and self.flag.is_temporary
        if asks and not reason and skips(was["rollout"], now["rollout"]):
            raise ValidationError(
                {
                    "reason": _now("The next step is %(next)s %%. Say why you skip it.")
                    % {"next": next_step(was["rollout"])}
                }
            )

    def _settle(self) -> None:
        """Keep true since when everybody has it."""
        now = timezone.now()
        self.version += 1
        self.changed_at = now
        is_full = self.enabled and self.rollout == 100
        self.full_since = (self.full_since or now) if is_full else None
        self.first_full_at = self.first_full_at or self.full_since


def leaves_zero(was: dict, now: dict) -> bool:
    """Whether a share of all gets the flag that nobody but the allowed had."""
    return not (was["enabled"] and was["rollout"]) and now["enabled"] and now["rollout"] > 0


def _listed(keys: Sequence[str] | None) -> list[str] | None:
    """Each key once, in the order in which they came."""
    return None if keys is None else list(dict.fromkeys(keys))


def _is_less(was: dict, now: dict) -> bool:
    """Whether nobody gets the flag who did not get it before."""
    return (
        now["enabled"] <= was["enabled"]
        and now["rollout"] <= was["rollout"]
        and {*now["allowed"]} <= {*was["allowed"]}
    )
