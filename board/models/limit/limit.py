from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.card.place import Place
from board.models.limit.sentence import sentence
from board.models.most import Most
from board.models.name import NameField
from board.models.people.membership import Role, may_pass

if TYPE_CHECKING:
    from board.models.board.shape import Shape


class Mode(models.TextChoices):
    """The effect of a limit on a change that would exceed the maximum."""

    REFUSE = "refuse", _("refuse")
    REASON = "reason", _("refuse, or a reason")
    WARN = "warn", _("warn")


class Scope(models.TextChoices):
    """Which cards a limit counts, the most specific first."""

    CELL = "cell", _("columns of a lane")
    COLUMN = "column", _("column")
    COLUMNS = "columns", _("columns together")
    LANE = "lane", _("lane")
    PERSON = "person", _("each person")
    CLASS = "class", _("class of service")
    BOARD = "board", _("whole board")


class LimitQuerySet(models.QuerySet["Limit"]):
    def in_force(self) -> "LimitQuerySet":
        return self.filter(archived_at=None)

    def with_columns(self) -> "LimitQuerySet":
        """Annotate `named_column_ids` of each limit, in one statement."""
        return self.annotate(
            named_column_ids=ArrayAgg(
                "columns",
                filter=Q(columns__isnull=False),
                default=[],
                order_by="columns__position",
            )
        )


class Limit(models.Model):
    """A maximum on a set of cards of a board.

    It counts the cards in its columns (none named: from the commitment point up to before done),
    only those of its lane or class of service if it names one, together or for each person apart.
    A maximum of 0 closes the gate. The version is raised whenever the limit is changed: an
    override names the version that the person saw.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="limits")
    name = NameField(_("name"), max_length=80, blank=True)
    maximum = models.PositiveIntegerField(_("maximum"))
    mode = models.CharField(_("when it is full"), max_length=6, choices=Mode, default=Mode.REFUSE)
    columns = models.ManyToManyField("board.Column", blank=True, related_name="limits")
    lane = models.ForeignKey("board.Lane", models.PROTECT, null=True, blank=True)
    service_class = models.ForeignKey("board.ServiceClass", models.PROTECT, null=True, blank=True)
    each_person = models.BooleanField(_("for each person"), default=False)
    counts_blocked = models.BooleanField(_("counts blocked cards"), default=True)
    members_may_override = models.BooleanField(_("members may give a reason"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LimitQuerySet.as_manager()

    named_column_ids: list[int] = []  # by with_columns()
    column_ids: frozenset[int]  # by the board's shape: where its cards are
    title: str  # by the board's shape: its own name, or that of what it counts
    shape: "Shape"  # by the board's shape: itself

    MOST = Most(100, _("A board has at most %(most)s limits. Remove one that is not needed."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values),
                name="a_mode_is_refuse_reason_or_warn",
            )
        ]

    def __str__(self) -> str:
        return self.name or _now("limit %(pk)s") % {"pk": self.pk}

    def counts(self, place: Place | None, person_id: int | None = None) -> bool:
        """Whether the limit counts a card in this place (and, if named, for this person)."""
        if place is None or place.column_id not in self.column_ids:
            return False
        if self.lane_id not in (None, place.lane_id):
            return False
        if self.service_class_id not in (None, place.service_class_id):
            return False
        if place.blocked and not self.counts_blocked:
            return False
        if self.each_person:
            return bool(place.people) if person_id is None else person_id in place.people
        return not place.apart or self.service_class_id is not None

    @property
    def revision(self) -> int:
        """The version of the limit under the name that all parts of a board have for it."""
        return self.version

    def may_be_passed_by(self, role: Role | None) -> bool:
        """Whether somebody in this role may pass this limit with a reason."""
        if self.mode != Mode.REASON:
            return False
        return may_pass(role, members_may=self.members_may_override)

    @property
    def sentence(self) -> str:
        """Return what the limit does, in plain words."""
        return sentence(self)

    @property
    def scope(self) -> Scope:
        if self.each_person:
            return Scope.PERSON
        if self.service_class_id:
            return Scope.CLASS
        if self.named_column_ids:
            if self.lane_id:
                return Scope.CELL
            return Scope.COLUMN if len(self.named_column_ids) == 1 else Scope.COLUMNS
        return Scope.LANE if self.lane_id else Scope.BOARD

    @property
    def subject(self) -> tuple[object, ...]:
        """The set of cards that the limit counts; no two limits of a board count the same."""
        return (
            frozenset(self.named_column_ids),
            self.lane_id,
            self.service_class_id,
            self.each_person,
        )
