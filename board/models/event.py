from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kind of an event."""

    BOARD_MADE = "board_made", _("created the board")
    BOARD_CHANGED = "board_changed", _("changed the board")
    BOARD_ARCHIVED = "board_archived", _("archived the board")
    BOARD_RESTORED = "board_restored", _("restored the board")
    COLUMN_ADDED = "column_added", _("added a column")
    COLUMN_CHANGED = "column_changed", _("changed a column")
    COLUMN_ARCHIVED = "column_archived", _("archived a column")
    LANE_ADDED = "lane_added", _("added a lane")
    LANE_CHANGED = "lane_changed", _("changed a lane")
    LANE_ARCHIVED = "lane_archived", _("archived a lane")
    CLASS_CHANGED = "class_changed", _("changed a class of service")
    LABEL_ADDED = "label_added", _("added a label")
    LABEL_CHANGED = "label_changed", _("changed a label")
    LABEL_REMOVED = "label_removed", _("removed a label")
    TEMPLATE_ADDED = "template_added", _("added a card template")
    TEMPLATE_CHANGED = "template_changed", _("changed a card template")
    TEMPLATE_REMOVED = "template_removed", _("removed a card template")
    RECURRENCE_ADDED = "recurrence_added", _("added a recurring card")
    RECURRENCE_CHANGED = "recurrence_changed", _("changed a recurring card")
    RECURRENCE_REMOVED = "recurrence_removed", _("removed a recurring card")
    RECURRENCE_WAITS = "recurrence_waits", _("a recurring card waits for room in the queue")
    LIMIT_ADDED = "limit_added", _("added a limit")
    LIMIT_CHANGED = "limit_changed", _("changed a limit")
    LIMIT_REMOVED = "limit_removed", _("removed a limit")
    SETTINGS_CHANGED = "settings_changed", _("changed the settings")
    INVITED = "invited", _("invited somebody")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("withdrew an invitation")
    MEMBER_ADDED = "member_added", _("added a member")
    MEMBER_CHANGED = "member_changed", _("changed a role")
    MEMBER_RENAMED = "member_renamed", _("changed their name")
    MEMBER_REMOVED = "member_removed", _("removed a member")
    CREATED = "created", _("created the card")
    MOVED = "moved", _("moved the card")
    SWAPPED = "swapped", _("swapped the card")
    REOPENED = "reopened", _("reopened the card")
    RETURNED = "returned_to_backlog", _("returned the card to the backlog")
    UNDONE = "undone", _("undid the move")
    ASSIGNED = "assigned", _("changed who works on the card")
    RECLASSIFIED = "reclassified", _("changed the class of service")
    EDITED = "edited", _("edited the card")
    CHECKLIST_CHANGED = "checklist_changed", _("changed the checklist")
    SPLIT = "split", _("split the card")
    LINKED = "linked", _("linked the card")
    UNLINKED = "unlinked", _("removed a link")
    WAIT_ENDED = "wait_ended", _("noted that a card it waited for is done")
    WAITS_AGAIN = "waits_again", _("noted that a card it waited for is open again")
    ATTACHED = "attached", _("attached a file")
    DETACHED = "detached", _("removed a file")
    COMMENTED = "commented", _("commented")
    COMMENT_CHANGED = "comment_changed", _("changed a comment")
    COMMENT_REMOVED = "comment_removed", _("removed a comment")
    BLOCKED = "blocked", _("blocked the card")
    UNBLOCKED = "unblocked", _("unblocked the card")
    ARCHIVED = "archived", _("archived the card")
    RESTORED = "restored", _("restored the card")
    DELETED = "deleted", _("deleted the card")
    IMPORTED = "imported", _("imported cards")
    TOLD = "told", _("received news from an app")


ONE_KEY_ONE_REQUEST = "an_idempotency_key_is_used_once_by_a_person"

MOVES = [Kind.MOVED, Kind.SWAPPED, Kind.REOPENED, Kind.RETURNED]
PASSAGES = {
    *(*MOVES, Kind.CREATED, Kind.SPLIT, Kind.UNDONE),
    *(Kind.ARCHIVED, Kind.RESTORED, Kind.DELETED),
}

Cell = tuple[int, int]  # the ids of a column and of a lane


class EventQuerySet(models.QuerySet["Event"]):
    def since(self, version: int) -> "EventQuerySet":
        """Return the events after this version of the board, in order."""
        return self.filter(number__gt=version).order_by("number")

    def of_the_board(self) -> "EventQuerySet":
        """Return the events of the board itself, not of a card; the last first."""
        return self.filter(card=None).select_related("by").order_by("-number")

    def before(self, version: int | None) -> "EventQuerySet":
        """Return the events before this version of the board."""
        return self if version is None else self.filter(number__lt=version)

    def moves(self) -> "EventQuerySet":
        """Return the moves that can be undone, in order."""
        return self.filter(kind__in=MOVES).order_by("number")

    def splits(self) -> "EventQuerySet":
        """Return the splits, each at the card that was split, not at its parts."""
        return self.filter(kind=Kind.SPLIT, data__has_key="parts")

    def moves_and_splits(self) -> "EventQuerySet":
        """Return the events that can be undone, in order."""
        return self.filter(kind__in=[*MOVES, Kind.SPLIT]).order_by("number")

    def happened_from(self, moment: datetime) -> "EventQuerySet":
        return self.filter(at__gte=moment)

    def in_order(self) -> "EventQuerySet":
        return self.order_by("number")

    def of_kinds(self, kinds: Collection[Kind]) -> "EventQuerySet":
        return self.filter(kind__in=kinds)

    def at_these(self, moments: Collection[datetime]) -> "EventQuerySet":
        """Return the events of exactly these moments, with the person who did each."""
        return self.filter(at__in=moments).select_related("by")

    def latest_first(self) -> "EventQuerySet":
        return self.select_related("by").order_by("-number")

    def version_at(self, moment: datetime) -> int:
        """Return the version that the board had at this moment."""
        earlier = self.filter(at__lte=moment).order_by("-number")
        return earlier.values_list("number", flat=True).first() or 0

    def of_places(self) -> "EventQuerySet":
        """Leave out the events of a split at the card that was split, which stays in its place."""
        return self.exclude(kind=Kind.SPLIT, data__has_key="parts")

    def that_passed_a_rule(self) -> "EventQuerySet":
        """Return the events that let cards past a limit or another rule of the gate."""
        return self.filter(data__has_any_keys=["passed", "passed_rules"], card__isnull=False)

    def returns(self) -> dict[int, datetime]:
        """Return when each card was last returned to the backlog, unless that was undone."""
        undone = self.filter(kind=Kind.UNDONE).values_list("data__undid", flat=True)
        returned = self.filter(kind=Kind.RETURNED).exclude(number__in=list(undone))
        return dict(returned.order_by("number").values_list("card", "at"))

    def with_actors(self) -> "EventQuerySet":
        """Select the person and the card of each event, too, in the same statement."""
        return self.select_related("by", "card")

    def asked_with(self, *, by, key: str) -> "EventQuerySet":
        """Return the events of this person's request with this idempotency key."""
        return self.filter(by=by, key=key)


class Event(models.Model):
    """One line of what happened on a board, never edited.

    Its number is the board's version at that moment, so the numbers of a board have no gaps. An
    event holds no words of a card: these can be deleted, the log cannot.
    Only `Board.record` writes events.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="events")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey("board.Person", models.PROTECT, null=True, related_name="+")
    card = models.ForeignKey("board.Card", models.CASCADE, null=True, related_name="events")
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["board", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "number"], name="an_event_is_one_tick_of_its_board"
            ),
            models.UniqueConstraint(
                fields=["by", "key"],
                condition=~Q(key=""),
                name=ONE_KEY_ONE_REQUEST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def line(self) -> dict[str, Any]:
        """Return the row that `Board.record` writes; the number is not known before."""
        return {
            "kind": self.kind,
            "at": self.at.isoformat(),
            "by_id": self.by_id,
            "card_id": self.card_id,
            "data": self.data,
            "key": self.key,
            "fingerprint": self.fingerprint,
        }

    @property
    def passage(self) -> tuple[Cell | None, Cell | None]:
        """Return the cells that the card left and entered; None is off the board, or no change."""
        if self.kind not in PASSAGES:
            return None, None
        return _cell(self.data.get("was")), _cell(self.data)

    @property
    def columns(self) -> frozenset[int] | None:
        """Return the ids of the columns that this event changed; None if it may be any."""
        if self.card is None:
            return None
        was = self.data.get("was")
        moved = {self.data.get("column"), was.get("column") if isinstance(was, dict) else None}
        return frozenset({self.card.column_id, *moved} - {None})


def _cell(place: dict[str, Any] | None) -> Cell | None:
    return (place["column"], place["lane"]) if place and "lane" in place else None


def touched(events: Iterable[Event]) -> frozenset[int] | None:
    """Return the ids of the columns that these events changed; None if it may be any."""
    touched: frozenset[int] = frozenset()
    for event in events:
        if event.columns is None:
            return None
        touched |= event.columns
    return touched
