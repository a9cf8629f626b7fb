from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from board import meter
from board.calendar import Calendar
from board.live.news import News
from board.lock_queue import lock_queue
from board.models.board.archive import BoardArchive
from board.models.board.card_templates import BoardCardTemplates
from board.models.board.cards import BoardCards
from board.models.board.cards_of_apps import CardsOfApps
from board.models.board.columns import BoardColumns
from board.models.board.event_logs import BoardEventLogs
from board.models.board.expectation import USUAL_PERCENT, BoardExpectation
from board.models.board.imports import BoardImports
from board.models.board.labels import BoardLabels
from board.models.board.lanes import BoardLanes
from board.models.board.limits import BoardLimits
from board.models.board.members import BoardMembers
from board.models.board.practices import BoardPractices
from board.models.board.recurrences import BoardRecurrences
from board.models.board.service_classes import BoardServiceClasses
from board.models.board.settings import BoardSettings
from board.models.board.shape import Shape
from board.models.board.turn import PLAIN, Terms, Turn
from board.models.days_off import check_days
from board.models.event import ONE_KEY_ONE_REQUEST, Event, touched
from board.models.limit.batch import USUAL_DAYS, USUAL_SCENARIOS, BatchMode
from board.models.limit.refused_pull import keep_refusal
from board.models.limit.totals import follow
from board.models.most import Most
from board.models.name import NameField
from board.models.people.membership import Membership, Role, role_on
from board.models.people.person import Person
from board.models.people.token import Token
from board.models.refusals import GateRefusal, KeyUsedBefore, NotPossible
from board.models.revision import Revised
from board.models.time_zone import check_time_zone
from board.sql.compiled import Compiled
from board.sql.prepared import prepared

# One statement raises the version, numbers each event by it and notifies the listeners.
RECORD = """
    WITH tick AS (
        UPDATE board_board SET version = version + %(ticks)s,
            shape_version = CASE WHEN %(shaped)s THEN version + %(ticks)s ELSE shape_version END
        WHERE id = %(board)s
        RETURNING id, version, shape_version
    ), written AS (
        INSERT INTO board_event
            (board_id, number, kind, at, by_id, card_id, data, key, fingerprint)
        SELECT tick.id, tick.version - %(ticks)s + nth, kind, at, by_id, card_id, data, key,
            fingerprint
        FROM tick, ROWS FROM (jsonb_to_recordset(%(events)s) AS (
            kind text, at timestamptz, by_id bigint, card_id bigint, data jsonb, key text,
            fingerprint text
        )) WITH ORDINALITY AS event (kind, at, by_id, card_id, data, key, fingerprint, nth)
    )
    SELECT version, shape_version, pg_notify('board', id || ':' || version || ':' || %(columns)s)
    FROM tick
"""
HINT = "SELECT pg_notify('board', id || ':' || version || ':' || %s) FROM board_board WHERE id = %s"
KEY = r"^[A-Z][A-Z0-9]{1,9}$"


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> "BoardQuerySet":
        """The boards that this person has a seat on, each with that `seat` and the `role`."""
        mine = self.filter(memberships__person=person)
        return mine.annotate(seat=F("memberships__role"), role=role_on())

    def opened_by(self, token: Token) -> "BoardQuerySet":
        """Return the boards that this token opens, with the role that it gives its owner."""
        boards = self if token.board_id is None else self.filter(pk=token.board_id)
        if not token.is_view_only:
            return boards
        viewer = Value(Role.VIEWER)
        return boards.annotate(seat=viewer, role=viewer)

    def about(self, words: str) -> "BoardQuerySet":
        """Return the boards with these words in the name, or with a key that begins so."""
        return self.filter(Q(name__icontains=words) | Q(key__istartswith=words))

    def open(self) -> "BoardQuerySet":
        return self.filter(archived_at=None)

    def led_by(self, person: Person) -> "BoardQuerySet":
        return self.filter(memberships__person=person, memberships__role=Role.LEAD)

    def withdrawn(self) -> "BoardQuerySet":
        """Return the boards whose rows are still to be deleted."""
        return self.exclude(erased_at=None)

    def archived(self) -> "BoardQuerySet":
        """Return the archived boards, the last archived first."""
        return self.exclude(archived_at=None).order_by("-archived_at", "name")

    def locked(self, pk: int) -> "Board":
        """Return the board, locked until the transaction ends; counts are read after this.

        Raises OperationalError if another change holds the lock for longer than this process waits,
        and Board.DoesNotExist if the board was erased meanwhile.
        """
        if lock_queue.is_bounded:
            with lock_queue.patience(pk) as milliseconds:
                rows = LOCKED_WITHIN.objects(pk, str(milliseconds))
        else:
            rows = LOCKED.objects(pk)
        for board in rows:
            board.is_locked = True
            return board
        raise Board.DoesNotExist


class Board(
    BoardSettings,
    BoardColumns,
    BoardLanes,
    BoardServiceClasses,
    BoardLabels,
    BoardLimits,
    BoardExpectation,
    BoardPractices,
    BoardMembers,
    BoardCards,
    CardsOfApps,
    BoardCardTemplates,
    BoardRecurrences,
    BoardImports,
    BoardEventLogs,
    BoardArchive,
    Revised,
):
    """A workflow and its cards; the unit of consistency.

    Every change takes the board's lock and raises its version by one for each event, so the
    version is a clock without gaps. Its verbs stand beside this file, one file a noun: `columns`,
    `lanes`, `labels`, `service_classes`, `limits`, `members`, `cards`, `card_templates`,
    `recurrences`, `expectation`, `practices`, `settings` (the board itself), `imports`,
    `event_logs` and `archive`.
    """

    key = models.CharField(
        _("key"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(KEY, _("A key is 2 to 10 capitals or digits, a letter first."))],
    )
    name = NameField(_("name"), max_length=80)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    days_off = ArrayField(  # Monday is 0
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]),
        default=list,
        blank=True,
        verbose_name=_("days off"),
    )
    holidays_of = models.CharField(_("holidays of"), max_length=10, blank=True)  # BE, US-CA
    sle_percent = models.PositiveSmallIntegerField(
        _("expected of"),
        default=USUAL_PERCENT,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    sle_days = models.PositiveSmallIntegerField(
        _("within"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    sle_is_automatic = models.BooleanField(default=True)
    most_scenarios = models.PositiveSmallIntegerField(
        _("scenarios at most"),
        null=True,
        blank=True,
        default=USUAL_SCENARIOS,
        db_default=USUAL_SCENARIOS,
        validators=[MaxValueValidator(100)],
    )
    target_days = models.PositiveSmallIntegerField(
        _("target days"),
        null=True,
        blank=True,
        default=USUAL_DAYS,
        db_default=USUAL_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    asks_fit = models.BooleanField(
        _("asks whether a card fits in the target days"), default=False, db_default=False
    )
    batch_mode = models.CharField(
        _("when a card is too large to start"),
        max_length=6,
        choices=BatchMode,
        default=BatchMode.OFF,
        db_default=BatchMode.OFF,
    )
    members_may_start_large = models.BooleanField(
        _("members may give a reason"), default=True, db_default=True
    )
    practices_on = ArrayField(
        models.CharField(max_length=20), default=list, db_default=[], blank=True, editable=False
    )
    version = models.PositiveBigIntegerField(default=0, editable=False)
    shape_version = models.PositiveBigIntegerField(
        default=0, editable=False
    )  # of what is not cards
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)  # its rows are being deleted
    members = models.ManyToManyField(Person, through=Membership, related_name="boards")

    objects = BoardQuerySet.as_manager()

    MOST_LED = Most(500, _("A person leads at most %(most)s boards. Archive one that is not used."))

    is_locked = False
    last_turn: Turn | None = None  # that has changed something while this object was locked
    has_new_labels = False  # made by the change that is going on
    seat = ""  # by visible_to(): the role that the membership says
    role = ""  # by visible_to(): the role in force: viewer, if the board is archived

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=KEY),
                name="a_key_is_two_to_ten_capitals_or_digits",
            ),
            models.CheckConstraint(
                condition=Q(sle_percent__range=(1, 100)) & (Q(sle_days=None) | Q(sle_days__gte=1)),
                name="an_expectation_is_percent_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        check_days(self.days_off, self.holidays_of)

    @contextmanager
    def turn(self, *, by: Person | None, terms: Terms = PLAIN) -> Iterator[Turn]:
        """Hold the board's lock for one change; what the turn records is written at its end.

        Raises NotPossible for a person on an archived board. Sluice itself may still record there
        what it computes from the past.
        """
        with self.held(by=by, terms=terms) as turn:
            if turn.board.archived_at and by is not None:
                raise NotPossible(_now("%(board)s is archived.") % {"board": turn.board.name})
            yield turn

    @contextmanager
    def held(self, *, by: Person | None, terms: Terms = PLAIN) -> Iterator[Turn]:
        """Hold the board's lock, archived or not; for the verbs that say which."""
        with self._refusals_kept(), meter.refusals(), transaction.atomic():
            with meter.waiting():
                locked = Board.objects.locked(self.pk)
            turn = Turn(locked, by, terms)
            turn.board.role = self.role  # the version that was fetched: what is shown depends on it
            try:
                yield turn
                turn.finish()
            finally:
                turn.board.is_locked = False

    @contextmanager
    def _refusals_kept(self) -> Iterator[None]:
        """Keep what the gate refuses, after the lock is released."""
        try:
            yield
        except GateRefusal as refusal:
            keep_refusal(self, refusal, on=self.day_of(timezone.now()))
            raise

    def record(self, events: Sequence[Event]) -> None:
        """Write these events, each with the next version as its number, and notify the listeners.

        The only writer of events. Raises RuntimeError without the lock.
        """
        if not self.is_locked or not connection.in_atomic_block:
            raise RuntimeError("A board records only while it is locked.")
        facts: dict[str, Any] = {
            "board": self.pk,
            "ticks": len(events),
            "shaped": self.has_new_labels or any(event.card is None for event in events),
            "events": Jsonb([event.line for event in events]),
            "columns": News.written(touched(events)),
        }
        with prepared() as cursor, _one_key_for_one_request():
            cursor.execute(RECORD, facts)
            self.version, self.shape_version = cursor.fetchone()[:2]
        meter.happened([event.kind for event in events])
        transaction.on_commit(lambda: follow(self, events))

    def hint(self, subject: str) -> None:
        """Notify the listeners to reload this, although nothing on the board itself has changed."""
        with connection.cursor() as cursor:
            cursor.execute(HINT, [News.written_hint(subject), self.pk])

    @cached_property
    def shape(self) -> Shape:
        return Shape(self)

    @property
    def calendar(self) -> Calendar:
        """Which days count here."""
        return Calendar.of(self.days_off, self.holidays_of)

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The calendar day of a moment in the board's time zone."""
        return moment.astimezone(self.zone).date()

    @property
    def may_be_changed(self) -> bool:
        """Whether the person who fetched the board may change its cards."""
        return self.role != Role.VIEWER

    @property
    def may_be_led(self) -> bool:
        """Whether the person who fetched the board may change how it is set up."""
        return self.role == Role.LEAD

    def role_of(self, person: Person | None) -> Role | None:
        """Return the role of this person on the board; None for a stranger."""
        if person is None:
            return None
        role = self.memberships.filter(person=person).values_list("role", flat=True).first()
        return Role(role) if role else None

    def people_by_id(self, ids: Collection[int]) -> dict[int, Person]:
        return {person.pk: person for person in PEOPLE.objects(sorted(ids))}


def _locked(pk: int) -> BoardQuerySet:
    return Board.objects.select_for_update(no_key=True).filter(pk=pk)


def _locked_within(pk: int, milliseconds: str) -> BoardQuerySet:
    """Set the lock timeout for the transaction in the same statement."""
    patience = Func(
        *(Value("lock_timeout"), Value(milliseconds), Value(True)),
        function="set_config",
        output_field=models.TextField(),
    )
    return _locked(pk).alias(patience=patience).filter(patience__isnull=False)


LOCKED = Compiled(_locked)
LOCKED_WITHIN = Compiled(_locked_within)
PEOPLE = Compiled(lambda ids: Person.objects.filter(pk__in=ids))


@contextmanager
def _one_key_for_one_request() -> Iterator[None]:
    """Raise KeyUsedBefore if another board's change came with the same key.

    The lock of one board does not separate requests to two boards; the constraint does.
    """
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        if isinstance(cause, UniqueViolation) and (
            cause.diag.constraint_name == ONE_KEY_ONE_REQUEST
        ):
            raise KeyUsedBefore from error
        raise
