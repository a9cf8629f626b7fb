import re
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.card.archive import CardArchive
from board.models.card.attachments import CardAttachments
from board.models.card.block import Block
from board.models.card.blocks import CardBlocks
from board.models.card.checklist_item import ChecklistItem, ChecklistKind
from board.models.card.checklists import CardChecklists
from board.models.card.comments import CardComments
from board.models.card.edits import CardEdits
from board.models.card.links import CardLinks
from board.models.card.moves import CardMoves
from board.models.card.place import Place
from board.models.card.placements import CardPlacements
from board.models.card.queries import CardQueries
from board.models.card.split import CardSplit
from board.models.card.stay import Stay
from board.models.card.undo import CardUndo
from board.models.label import Label
from board.models.limit.override import Override
from board.models.name import NameField
from board.models.people.membership import role_on
from board.models.people.person import Person
from board.models.revision import Revised
from board.models.words import prefixes

if TYPE_CHECKING:
    from board.models.board.board import Board


def _progress(kind: str) -> Subquery:
    """Annotate the items of this kind and how many of them are ticked; None without items."""
    items = ChecklistItem.objects.of_kind(kind).filter(card=OuterRef("pk"), removed_at=None)
    counts = JSONObject(done=Count("done_at"), all=Count("pk"))
    return Subquery(items.order_by().values("card").values(json=counts))


CARD_KEY = re.compile(r"(?P<board>[A-Za-z][A-Za-z0-9]{1,9})-(?P<number>[0-9]{1,9})")
WORDS = SearchVector("title", "description", config="simple")


class CardQuerySet(CardQueries, models.QuerySet["Card"]):
    """Queries for cards; those of a board's page are in `queries`."""

    def visible_to(self, person: Person) -> "CardQuerySet":
        """Return the cards of this person's boards, each with the person's `role` there."""
        mine = self.filter(board__memberships__person=person, deleted_at=None)
        return mine.annotate(role=role_on("board__"))

    def recoverable_by(self, person: Person) -> "CardQuerySet":
        """Return the deleted cards of this person's boards that still have their words."""
        gone = self.recoverable().filter(board__memberships__person=person)
        return gone.annotate(role=F("board__memberships__role"))

    def recoverable(self) -> "CardQuerySet":
        """Return the deleted cards that still have their words, the last deleted first."""
        gone = self.filter(deleted_at__isnull=False).exclude(title="")
        return gone.order_by("-deleted_at", "-pk")

    def to_wipe(self, before: datetime) -> "CardQuerySet":
        """Return the cards that were deleted before this moment and still have words."""
        return self.filter(deleted_at__lt=before).exclude(title="")

    def of_split(self, card: "Card") -> "CardQuerySet":
        """Return the card that this one was split from, and the parts that were split from it."""
        return self.filter(Q(split_from=card) | Q(parts=card))

    def kept(self) -> "CardQuerySet":
        """Leave out deleted cards."""
        return self.filter(deleted_at=None)

    def on_the_board(self) -> "CardQuerySet":
        return self.filter(archived_at=None)

    def due(self) -> "CardQuerySet":
        """The open cards that have a due day, the first first."""
        return self.filter(due_on__isnull=False, finished_at=None).order_by("due_on", "number")

    def numbered(self, numbers: Collection[int]) -> "CardQuerySet":
        return self.filter(number__in=numbers)

    def imported(self) -> "CardQuerySet":
        """Return the cards that came from another tool."""
        return self.exclude(external_id="")

    def archived(self) -> "CardQuerySet":
        """Return the archived cards, the last archived first."""
        return self.exclude(archived_at=None).order_by("-archived_at", "-pk")

    def in_columns(self, columns: Collection[int]) -> "CardQuerySet":
        return self.filter(column__in=columns)

    def column_by_column(self) -> "CardQuerySet":
        """Order the cards by column from left to right, and within a column from top to bottom."""
        return self.order_by("column__position", "column", "rank", "pk")

    def oldest_first(self) -> "CardQuerySet":
        return self.order_by(F("started_at").asc(nulls_last=True), "arrived_at", "pk")

    def started_first(self) -> "CardQuerySet":
        """Return the cards in progress, the first started first."""
        going = self.on_the_board().filter(started_at__isnull=False, finished_at=None)
        return going.order_by("started_at", "pk")

    def oldest_of_each(self, boards: "Iterable[Board]") -> "CardQuerySet":
        """Return, for each of these boards, the card in progress that was started first."""
        going = self.filter(board__in=boards).started_first()
        return going.order_by("board_id", "started_at", "pk").distinct("board_id")

    def about(self, words: str) -> "CardQuerySet":
        """Return the cards with words that begin so in title or description, or the card of this key."""
        condition = Q(words=SearchQuery(prefixes(words), search_type="raw", config="simple"))
        if key := CARD_KEY.fullmatch(words.strip()):
            condition |= Q(board__key=key["board"].upper(), number=int(key["number"]))
        return self.alias(words=WORDS).filter(condition)

    def with_limit_facts(self) -> "CardQuerySet":
        """Annotate `apart` and `is_blocked`, which decide whether a limit counts the card."""
        return self.annotate(
            apart=F("service_class__apart_from_limits"),
            is_blocked=Exists(Block.objects.standing().filter(card=OuterRef("pk"))),
        )

    def in_full(self) -> "CardQuerySet":
        """Annotate all that the API answers of a card, in one statement: people, labels, block."""
        open_block = Block.objects.standing().filter(card=OuterRef("pk"))
        assigned = Person.objects.filter(cards=OuterRef("pk")).order_by("email")
        labels = Label.objects.filter(cards=OuterRef("pk"))
        passed = Override.objects.in_force().filter(card=OuterRef("pk"))
        return self.annotate(
            column_name=F("column__name"),
            lane_name=F("lane__name"),
            class_name=F("service_class__name"),
            emails=ArraySubquery(assigned.values("email")),
            label_names=ArraySubquery(labels.values("name")),
            blocked_because=Subquery(open_block.values("reason")[:1]),
            let_past=ArraySubquery(
                passed.values(
                    json=JSONObject(limit="limit", rule="rule", reason="reason", by="by__email")
                )
            ),
            split_from_number=F("split_from__number"),
            scenarios=_progress(ChecklistKind.SCENARIO),
            steps=_progress(ChecklistKind.STEP),
        )

    def placed(self) -> "CardQuerySet":
        """Annotate all that `place` needs, in one statement."""
        stay = Stay.objects.open().filter(card=OuterRef("pk"))
        assigned = Card.assignees.through.objects.filter(card=OuterRef("pk"))
        overrides = Override.objects.in_force().filter(card=OuterRef("pk"))
        return self.with_limit_facts().annotate(
            people=ArraySubquery(assigned.order_by("person").values("person")),
            is_overridden=Exists(overrides),
            entered_at=Subquery(stay.values("entered_at")),
        )


class Card(
    CardMoves,
    CardUndo,
    CardEdits,
    CardChecklists,
    CardSplit,
    CardLinks,
    CardAttachments,
    CardBlocks,
    CardArchive,
    CardComments,
    CardPlacements,
    Revised,
):
    """One piece of work.

    Its verbs stand beside this file, one file a noun: `moves`, `undo`, `edits` (what it says and
    whose it is), `checklists` (scenarios and steps), `split`, `links`, `attachments`, `blocks`,
    `comments`, `archive`, and `placements` (where it may go). The version is raised where its
    place, people, class or block changes, the revision when one of these changes: title,
    description, due date, size, labels, people, class, lane, whether it fits. Comments, ticks and
    links raise neither. The verbs keep the dates of arrival, start and finish true (`facts`).
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="cards")
    number = models.PositiveIntegerField(editable=False)
    title = NameField(_("title"), max_length=200)
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
    fits = models.BooleanField(  # in the target days of the board, as a person says
        _("fits in the target days"), default=False, db_default=False
    )
    split_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="parts",
        db_index=False,
    )
    asked_by = ArrayField(  # the apps that have a say before the card starts or finishes
        models.CharField(max_length=40), default=list, db_default=[], blank=True, editable=False
    )
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

    new_scenarios = 0  # the number of scenarios of a card that is not saved yet
    is_new = False  # made by this very request, not by an earlier try

    role: str  # by visible_to()
    apart: bool  # by with_limit_facts()
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
    split_from_number: int | None
    scenarios: dict[str, int] | None
    steps: dict[str, int] | None

    class Meta:
        ordering = ["rank", "pk"]
        indexes = [
            models.Index(
                fields=["column", "rank"],
                condition=Q(archived_at=None),
                name="cards_of_a_column_in_order",
            ),
            models.Index(
                *("column", F("finished_at").desc(nulls_last=True), "rank", "id"),
                condition=Q(archived_at=None, finished_at__isnull=False),
                name="finished_cards_of_a_column",
            ),
            models.Index(
                fields=["board", "started_at", "id"],
                condition=Q(archived_at=None, started_at__isnull=False, finished_at=None),
                name="cards_in_progress_of_a_board",
            ),
            GinIndex(WORDS, name="words_of_a_card"),
            models.Index(
                fields=["board", "due_on"],
                condition=Q(archived_at=None, finished_at=None, due_on__isnull=False),
                name="open_cards_that_are_due",
            ),
            models.Index(
                fields=["split_from"],
                condition=Q(split_from__isnull=False),
                name="parts_of_a_split_card",
            ),
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
        """Return the place as limits see it, also of an archived card; needs `placed()`."""
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
        """Return the age in days that count, both ends included; None unless the card is in progress."""
        if self.started_at is None or self.finished_at is not None:
            return None
        today, start = self.board.day_of(timezone.now()), self.board.day_of(self.started_at)
        return self.board.calendar.days(start, today)

    def as_now(self) -> "Card":
        """Return this card, read again."""
        return type(self).objects.placed().select_related("board", "column").get(pk=self.pk)
