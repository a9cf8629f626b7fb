"""The cards that a board's page shows, and the columns that it reads of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from board.models.card.block import Block
from board.models.card.checklist_item import ChecklistItem
from board.models.card.comment import Comment
from board.models.card.link import CardLink
from board.models.card.stay import Stay
from board.models.limit.override import Override

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.card.card import Card
    from board.models.limit.limit import Limit


class ColumnWindow(NamedTuple):
    """How many cards of a column are shown: those finished last, or the first; None is all."""

    column: int
    is_done: bool
    size: int | None


class FaceRow(NamedTuple):
    """The row from which the face of a card is drawn; `CardQueries.seen` reads it."""

    pk: int
    number: int
    version: int
    title: str
    column: int
    lane: int
    service_class: int
    due_on: date | None
    started_at: datetime | None
    finished_at: datetime | None
    labels: list[int]
    people: list[int]
    blocked_at: datetime | None
    blocked_because: str | None
    let_in_because: str | None
    let_in_by: int | None
    comments: int
    scenarios: int
    scenarios_done: int
    waits_for: list[int]  # numbers of cards; 0 is a card of another board


class CardQueries(models.QuerySet["Card"]):
    """The queries of a board's page for cards."""

    def labelled(self, label: int) -> Self:
        return self.filter(labels=label)

    def in_hands_of(self, person: int) -> Self:
        return self.filter(assignees=person)

    def unassigned(self) -> Self:
        return self.filter(assignees=None)

    def of_class(self, service_class: int) -> Self:
        return self.filter(service_class=service_class)

    def blocked(self) -> Self:
        return self.filter(_is_blocked())

    def unblocked(self) -> Self:
        return self.exclude(_is_blocked())

    def aged(self, days: int, board: "Board") -> Self:
        """Return the cards in progress that are at least `days` old today, as the board counts."""
        latest = board.calendar.latest_start(days, board.day_of(timezone.now()))
        the_day_after = datetime.combine(latest + timedelta(days=1), time(), board.zone)
        return self.filter(started_at__lt=the_day_after, finished_at=None)

    def in_order(self) -> Self:
        """Order the cards from top to bottom."""
        return self.order_by("rank", "pk")

    def newest_first(self) -> Self:
        """Order the cards by their finish, the last first."""
        return self.order_by(F("finished_at").desc(nulls_last=True), "rank", "pk")

    def in_each_column(self) -> dict[int, int]:
        """Return the number of these cards in each column, by its id."""
        return dict(self.order_by().values_list("column").annotate(Count("pk")))

    def overridden_at(self, limit: "Limit") -> Self:
        """Annotate `is_let_past`: whether the card was let past this limit."""
        passed = Override.objects.in_force().filter(card=OuterRef("pk"), limit=limit)
        return self.annotate(is_let_past=Exists(passed))

    def came_into(self, columns: Collection[int]) -> Self:
        """Annotate `came_in`: when the card came into these columns from another."""
        elsewhere = Stay.objects.counted().filter(card=OuterRef("pk")).exclude(column__in=columns)
        left = Subquery(elsewhere.order_by("-left_at").values("left_at")[:1])
        return self.annotate(came_in=Coalesce(left, F("created_at")))

    def in_view(self, windows: Sequence[ColumnWindow]) -> Self:
        """Return the cards in these windows, as ordered there.

        One statement, which reads no card outside the windows.
        """
        parts = [self._window(window).values("pk") for window in windows]
        if not parts:
            return self.none()
        first, *others = parts
        everywhere = type(self)(self.model)
        return everywhere.filter(pk__in=first.union(*others, all=True)).newest_first()

    def seen(self) -> "models.QuerySet[Card, Any]":
        """Return each card as a `FaceRow`, in one statement."""
        card = apps.get_model("board.Card")
        labels = card.labels.through.objects.filter(card=OuterRef("pk"))
        people = card.assignees.through.objects.filter(card=OuterRef("pk"))
        passed = Override.objects.in_force().filter(card=OuterRef("pk")).order_by("-at", "-pk")
        comments = Comment.objects.filter(card=OuterRef("pk")).order_by().values("card")
        items = ChecklistItem.objects.scenarios().filter(card=OuterRef("pk"), removed_at=None)
        scenarios = items.order_by().values("card")
        waits = CardLink.objects.open().filter(to_card=OuterRef("pk")).order_by("made_at", "pk")
        here = When(from_card__board=OuterRef("board"), then=F("from_card__number"))
        standing = FilteredRelation("blocks", condition=Q(blocks__unblocked_at=None))
        return self.annotate(
            standing=standing,
            label_ids=ArraySubquery(labels.values("label")),
            person_ids=ArraySubquery(people.values("person")),
            waits_for=ArraySubquery(waits.values(blocker=Case(here, default=Value(0)))),
            let_in_because=Subquery(passed.values("reason")[:1]),
            let_in_by=Subquery(passed.values("by")[:1]),
            number_of_comments=Coalesce(Subquery(comments.values(number=Count("pk"))), 0),
            number_of_scenarios=Coalesce(Subquery(scenarios.values(number=Count("pk"))), 0),
            number_of_held=Coalesce(Subquery(scenarios.values(number=Count("done_at"))), 0),
        ).values_list(
            *("pk", "number", "version", "title", "column", "lane", "service_class", "due_on"),
            *("started_at", "finished_at", "label_ids", "person_ids"),
            *("standing__blocked_at", "standing__reason", "let_in_because", "let_in_by"),
            *("number_of_comments", "number_of_scenarios", "number_of_held", "waits_for"),
        )

    def next_above(self, moved: Collection[int]) -> Subquery:
        """Return, for each card of another query, the number of the next above it that has not moved."""
        cell = self.filter(archived_at=None, column=OuterRef("column"), lane=OuterRef("lane"))
        above = cell.filter(rank__lt=OuterRef("rank")).exclude(pk__in=moved)
        return Subquery(above.order_by("-rank", "-pk").values("number")[:1])

    def first_of_each(
        self, columns: Sequence[int], expedite: Collection[int], fixed: Collection[int]
    ) -> "models.QuerySet[Card, Any]":
        """Return what may be pulled next out of each column: column, number, version and urgency.

        `expedite` and `fixed` are classes of service. Up to three cards a column: the first that is
        expedite (urgency 0), the one with the nearest fixed date (1) and the first of all (2). The
        least urgency counts. Three short questions, since one order of all that waits is as slow as
        a queue is long.
        """
        waiting = self.filter(archived_at=None).unblocked()
        of_class = waiting.filter(service_class__in=expedite)
        dated = waiting.filter(service_class__in=fixed, due_on__isnull=False)
        ways = [
            of_class.order_by("rank", "pk"),
            dated.order_by("due_on", "rank", "pk"),
            waiting.order_by("rank", "pk"),
        ]
        first, *others = [
            way.filter(column=column)
            .annotate(urgency=Value(urgency))
            .values_list("column", "number", "version", "urgency")[:1]
            for column in columns
            for urgency, way in enumerate(ways)
        ]
        return first.union(*others, all=True)

    def _window(self, window: ColumnWindow) -> Self:
        there = self.filter(archived_at=None, column__in=[window.column])
        if window.size is None:
            return there.order_by()
        if window.is_done:
            return there.filter(finished_at__isnull=False).newest_first()[: window.size]
        return there.in_order()[: window.size]


def _is_blocked() -> Exists:
    return Exists(Block.objects.standing().filter(card=OuterRef("pk")))
