from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.name import NameField
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Board, Person
    from flow.flags.models.environment import Environment
    from flow.flags.models.flag import Flag


class What(models.TextChoices):
    """The kind of an entry of a flag."""

    MADE = "made", _("created the flag")
    REVISED = "revised", _("changed what the flag says")
    SWITCHED = "switched", _("changed who gets the flag")
    INCIDENT = "incident", _("noted an incident")
    PROMOTED = "promoted", _("brought the removal card to the top")
    REMADE = "remade", _("created the removal card again")


class FlagEntryQuerySet(models.QuerySet["FlagEntry"]):
    def latest_first(self) -> "FlagEntryQuerySet":
        return self.select_related("by").order_by("-at", "-pk")

    def switched_since(self, board: "Board", since: datetime) -> "FlagEntryQuerySet":
        """Return the entries that switched a flag of this board in production, the last first."""
        environments = apps.get_model("flags.Environment").objects
        production = environments.filter(board=board, production=True).values("name")
        here = self.filter(flag__board=board, what=What.SWITCHED, at__gte=since)
        return here.filter(environment__in=production).select_related("flag").latest_first()

    def owners_lost(self, board: "Board") -> dict[int, datetime]:
        """When each flag of a board that has no owner lost it, by the id of the flag."""
        here = self.filter(flag__board=board, flag__owner=None, what=What.REVISED)
        lost = here.filter(now__owner=None, now__has_key="owner").order_by().values("flag")
        return dict(lost.annotate(last=Max("at")).values_list("flag", "last"))

    def remade_since(self, board: "Board", since: datetime) -> "FlagEntryQuerySet":
        """Return the entries that created the removal card of a living flag of this board again."""
        here = self.filter(flag__board=board, what=What.REMADE, at__gte=since)
        return here.select_related("flag__board")

    def boards_to_record(self) -> models.QuerySet[Any]:
        """The boards whose log lacks some of these entries."""
        return self.filter(told_at=None).order_by().values("flag__board").distinct()

    def unrecorded_of(self, board: "Board") -> "FlagEntryQuerySet":
        """Return the entries that the log of this board lacks, in order."""
        unrecorded = self.filter(told_at=None, flag__board=board).order_by("pk")
        return unrecorded.select_related("by", "flag__card", "flag__removal_card")

    def mark_recorded(self, entries: "Sequence[FlagEntry]", at: datetime) -> None:
        """Note that the log has an event for each of these."""
        self.filter(pk__in=[entry.pk for entry in entries]).update(told_at=at)


class FlagEntry(models.Model):
    """One line of what happened to a flag, never edited. The log of the board follows it."""

    flag = about("flags.Flag", related_name="entries", db_index=True)
    environment = models.CharField(max_length=40, blank=True)  # its name then; "" for all
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        "board.Person", models.SET_NULL, null=True, **LOOSE | {"db_index": False}
    )
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    reason = NameField(_("reason"), max_length=500, blank=True)
    told_at = models.DateTimeField(null=True, editable=False)

    objects = FlagEntryQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(told_at=None), name="entries_of_flags_to_be_told"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.flag_id}"

    @classmethod
    def write(
        cls,
        flag: "Flag",
        what: What,
        *,
        by: "Person | None",
        environment: "Environment | None" = None,
        was: dict[str, Any] | None = None,
        now: dict[str, Any] | None = None,
        reason: str = "",
    ) -> "FlagEntry":
        return cls.objects.create(
            flag=flag,
            environment=environment.name if environment else "",
            what=what,
            by=by,
            was=was or {},
            now=now or {},
            reason=reason,
        )
