import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.archiving import Archiving
from board.models.block import Block
from board.models.blocking import Blocking
from board.models.hints import Hinting
from board.models.label import Label
from board.models.membership import role_on
from board.models.override import Override
from board.models.person import Person
from board.models.place import Place
from board.models.placing import Placing
from board.models.sifting import Sifting
from board.models.stay import Stay
from board.models.talking import Talking
from board.models.treating import Treating
from board.models.undoing import Undoing
from board.models.words import prefixes

if TYPE_CHECKING:
    from board.models.board import Board

CARD_KEY = re.compile(r"(?P<board>[A-Za-z][A-Za-z0-9]{1,9})-(?P<number>[0-9]{1,9})")
WORDS = SearchVector("title", "description", config="simple")


class CardQuerySet(Sifting, models.QuerySet["Card"]):
    """Questions about many cards; those of a board's page are in `sifting`."""

    def visible_to(self, person: Person) -> "CardQuerySet":
        """The cards of this person's boards, each with the person's `role` there."""
        mine = self.filter(board__memberships__person=person, deleted_at=None)
        return mine.annotate(role=role_on("board__"))

    def recoverable_by(self, person: Person) -> "CardQuerySet":
        """The cards of this person's boards that were deleted and still have their words."""
        gone = self.filter(board__memberships__person=person, deleted_at__isnull=False)
        return gone.exclude(title="").annotate(role=F("board__memberships__role"))

    def to_wipe(self, before: datetime) -> "CardQuerySet":
        """Those that were deleted before this moment and still have words."""
        return self.filter(deleted_at__lt=before).exclude(title="")

    def kept(self) -> "CardQuerySet":
        """Without those that were deleted."""
        return self.filter(deleted_at=None)

    def on_the_board(self) -> "CardQuerySet":
        return self.filter(archived_at=None)

    def numbered(self, numbers: Collection[int]) -> "CardQuerySet":
        return self.filter(number__in=numbers)

    def imported(self) -> "CardQuerySet":
        """Those that came from another tool."""
        return self.exclude(external_id="")

    def archived(self) -> "CardQuerySet":
        """What has left the board, the last first."""
        return self.exclude(archived_at=None).order_by("-archived_at", "-pk")

    def in_columns(self, columns: Collection[int]) -> "CardQuerySet":
        return self.filter(column__in=columns)

    def column_by_column(self) -> "CardQuerySet":
        """Left to right, and each column top to bottom."""
        return self.order_by("column__position", "column", "rank", "pk")

    def oldest_first(self) -> "CardQuerySet":
        return self.order_by(F("started_at").asc(nulls_last=True), "arrived_at", "pk")

    def above(self, column: int, lane: int, rank: str) -> "CardQuerySet":
        """The cards of a column and lane above this rank, the nearest first."""
        cell = self.on_the_board().in_columns([column]).filter(lane=lane)
        return cell.filter(rank__lt=rank).order_by("-rank", "-pk")

    def oldest_of_each(self, boards: "Iterable[Board]") -> "CardQuerySet":
        """For each of these boards, the card in progress that was started first."""
        going = self.on_the_board().filter(
            board__in=boards, started_at__isnull=False, finished_at=None
        )
        return going.order_by("board_id", "started_at", "pk").distinct("board_id")

    def about(self, words: str) -> "CardQuerySet":
        """Cards with words that begin so in the title or the description; or the card of this key."""
        found = Q(words=SearchQuery(prefixes(words), search_type="raw", config="simple"))
        if key := CARD_KEY.fullmatch(words.strip()):
            found |= Q(board__key=key["board"].upper(), number=int(key["number"]))
        return self.alias(words=WORDS).filter(found)

    def treated(self) -> "CardQuerySet":
        """With `apart` and `is_blocked`: how limits treat the card."""
        return self.annotate(
            apart=F("service_class__apart_from_limits"),
            is_blocked=Exists(Block.objects.filter(card=OuterRef("pk"), unblocked_at=None)),
        )

    def in_full(self) -> "CardQuerySet":
        """With all that is told of a card, in one statement: whose it is, its labels, why blocked."""
        open_block = Block.objects.filter(card=OuterRef("pk"), unblocked_at=None)
        assigned = Person.objects.filter(cards=OuterRef("pk")).order_by("email")
        labels = Label.objects.filter(cards=OuterRef("pk"))
        passed = Override.objects.filter(card=OuterRef("pk"), ended_at=None)
        return self.annotate(
            column_name=F("column__name"),
            lane_name=F("lane__name"),
            class_name=F("service_class__name"),
            emails=ArraySubquery(assigned.values("email")),
            label_names=ArraySubquery(labels.values("name")),
            blocked_because=Subquery(open_block.values("reason")[:1]),
            let_past=ArraySubquery(
                passed.values(json=JSONObject(limit="limit", reason="reason", by="by__email"))
            ),
        )

    def placed(self) -> "CardQuerySet":
        """With all that `place` needs, in one statement."""
        stay = Stay.objects.open().filter(card=OuterRef("pk"))
        assigned = Card.assignees.through.objects.filter(card=OuterRef("pk"))
        overrides = Override.objects.filter(card=OuterRef("pk"), ended_at=None)
        return self.treated().annotate(
            people=ArraySubquery(assigned.order_by("person").values("person")),
            is_overridden=Exists(overrides),
            entered_at=Subquery(stay.values("entered_at")),
        )


class Card(Placing, Undoing, Treating, Blocking, Archiving, Talking, Hinting, models.Model):
    """One piece of work.

    Its verbs stand in files of their own, one for each of its sides: where it is (`placing`), what
    it says and whose it is (`treating`), `blocking`, `archiving`, `talking`, and where it may go
    (`hints`). Arrival, start and finish are facts that the verbs keep true (`facts`).
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="cards")
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=50_000)
    column = models.ForeignKey("board.Column", models.PROTECT, related_name="cards")
    lane = models.ForeignKey("board.Lane", models.PROTECT, related_name="cards")
    service_class = models.ForeignKey(
        "board.ServiceClass",
        models.PROTECT,
        related_name="cards",
        verbose_name=_("class of service"),
    )
    rank = models.CharField(max_length=200, db_collation="C", editable=False)
    assignees = models.ManyToManyField(Person, blank=True, related_name="cards")
    labels = models.ManyToManyField(Label, blank=True, related_name="cards")
    size = models.PositiveSmallIntegerField(_("size"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    external_id = models.CharField(max_length=200, blank=True, editable=False)  # in another tool
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField(editable=False)  # in its column
    started_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    archived_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = CardQuerySet.as_manager()

    is_new = False  # made by this very request, not by an earlier try

    role: str  # by visible_to()
    apart: bool  # by treated()
    is_blocked: bool
    people: list[int]  # by placed()
    is_overridden: bool
    entered_at: datetime | None  # when its open stay began
    is_let_past: bool  # by overridden_at()
    came_in: datetime  # by came_into()
    column_name: str  # by in_full()
    lane_name: str
    class_name: str
    emails: list[str]
    label_names: list[str]
    blocked_because: str | None
    let_past: list[dict[str, Any]]

    class Meta:
        ordering = ["rank", "pk"]
        indexes = [
            models.Index(
                fields=["column", "rank"],
                condition=Q(archived_at=None),
                name="cards_of_a_column_in_order",
            ),
            GinIndex(WORDS, name="words_of_a_card"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"], name="a_card_number_is_used_once_on_a_board"
            ),
            models.UniqueConstraint(
                fields=["board", "external_id"],
                condition=~Q(external_id=""),
                name="a_card_of_another_tool_is_imported_once",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(started_at__isnull=False),
                name="what_is_finished_was_started",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return f"{self.board.key}-{self.number}"

    @property
    def place(self) -> Place:
        """What limits see of this card, also while it is archived; needs `placed()`."""
        return Place(
            self.column_id,
            self.lane_id,
            self.service_class_id,
            self.apart,
            self.is_blocked,
            frozenset(self.people),
        )

    @property
    def age(self) -> int | None:
        """Days that count since the card was started, both ends; None unless it is in progress."""
        if self.started_at is None or self.finished_at is not None:
            return None
        today, start = self.board.day_of(timezone.now()), self.board.day_of(self.started_at)
        return self.board.calendar.days(start, today)

    def as_now(self) -> "Card":
        """This card, read again."""
        return type(self).objects.placed().select_related("board", "column").get(pk=self.pk)
