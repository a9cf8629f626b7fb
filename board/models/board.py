from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from board.calendar import Calendar
from board.live.news import News
from board.models.arranging import Arranging
from board.models.compiled import Compiled
from board.models.days import check_days
from board.models.event import ONE_KEY_ONE_REQUEST, Event, touched
from board.models.expecting import USUAL_PERCENT, Expecting
from board.models.filling import Filling
from board.models.gathering import Gathering
from board.models.importing import Importing
from board.models.limiting import Limiting
from board.models.membership import Membership, Role, role_on
from board.models.person import Person
from board.models.prepared import prepared
from board.models.refusals import KeyUsedBefore, NotPossible
from board.models.retiring import Retiring
from board.models.retracing import Retracing
from board.models.settling import Settling
from board.models.shape import Shape
from board.models.time_zone import check_time_zone
from board.models.turn import PLAIN, Terms, Turn

# One statement: the clock ticks, each event takes its tick as number, and who listens is told.
RECORD = """
    WITH tick AS (
        UPDATE board_board SET version = version + %(ticks)s WHERE id = %(board)s
        RETURNING id, version
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
    SELECT version, pg_notify('board', id || ':' || version || ':' || %(columns)s) FROM tick
"""
HINT = "SELECT pg_notify('board', id || ':' || version || ':' || %s) FROM board_board WHERE id = %s"
KEY = r"^[A-Z][A-Z0-9]{1,9}$"


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> "BoardQuerySet":
        """The boards that this person has a seat on, each with that `seat` and the `role`."""
        mine = self.filter(memberships__person=person)
        return mine.annotate(seat=F("memberships__role"), role=role_on())

    def open(self) -> "BoardQuerySet":
        return self.filter(archived_at=None)

    def archived(self) -> "BoardQuerySet":
        """Those that were archived, the last first."""
        return self.exclude(archived_at=None).order_by("-archived_at", "name")

    def locked(self, pk: int) -> "Board":
        """The board, held for a change until the transaction ends; counts are read after this."""
        [board] = LOCKED.objects(pk)
        board.is_locked = True
        return board


class Board(
    Settling,
    Arranging,
    Limiting,
    Expecting,
    Gathering,
    Filling,
    Importing,
    Retracing,
    Retiring,
    models.Model,
):
    """A workflow and its cards; the unit of consistency.

    Every change takes the board's lock and raises its version by one for each event, so the
    version is a clock without gaps. Its verbs stand in nine files: how work is done on it
    (`settling`), what its parts are called (`arranging`), `limiting`, how long work should take
    (`expecting`), whose it is (`gathering`), what goes in (`filling`), what comes from another
    tool (`importing`) and from a log (`retracing`), and how it ends (`retiring`).
    """

    key = models.CharField(
        _("key"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(KEY, _("A key is 2 to 10 capitals or digits, a letter first."))],
    )
    name = models.CharField(_("name"), max_length=80)
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
    version = models.PositiveBigIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    members = models.ManyToManyField(Person, through=Membership, related_name="boards")

    objects = BoardQuerySet.as_manager()

    is_locked = False
    seat = ""  # by visible_to(): the role that the membership says
    role = ""  # by visible_to(): what it comes to, for on an archived board everybody only looks

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

        Raises NotPossible for a person on an archived board; what Sluice itself works out of the
        past, it may still note there.
        """
        with self.held(by=by, terms=terms) as turn:
            if turn.board.archived_at and by is not None:
                raise NotPossible(_now("%(board)s is archived.") % {"board": turn.board.name})
            yield turn

    @contextmanager
    def held(self, *, by: Person | None, terms: Terms = PLAIN) -> Iterator[Turn]:
        """A turn whether the board is archived or not; for the verbs that say which."""
        with transaction.atomic():
            turn = Turn(Board.objects.locked(self.pk), by, terms)
            turn.board.role = self.role  # as who fetched it knows it: what is shown depends on it
            try:
                yield turn
                turn.finish()
            finally:
                turn.board.is_locked = False

    def record(self, events: Collection[Event]) -> None:
        """Write these events, each as the next tick of the board's clock, and tell who listens.

        The only writer of events. Raises RuntimeError without the lock.
        """
        if not self.is_locked or not connection.in_atomic_block:
            raise RuntimeError("A board records only while it is locked.")
        facts: dict[str, Any] = {
            "board": self.pk,
            "ticks": len(events),
            "events": Jsonb([event.line for event in events]),
            "columns": News.written(touched(events)),
        }
        with prepared() as cursor, _one_key_for_one_request():
            cursor.execute(RECORD, facts)
            [self.version] = cursor.fetchone()[:1]

    def hint(self) -> None:
        """Tell who listens to look again, though nothing on the board itself has changed."""
        with connection.cursor() as cursor:
            cursor.execute(HINT, [News.written(()), self.pk])

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

    def role_of(self, person: Person | None) -> Role | None:
        """What this person may do here; None for a stranger."""
        if person is None:
            return None
        role = self.memberships.filter(person=person).values_list("role", flat=True).first()
        return Role(role) if role else None

    def people_by_id(self, ids: Collection[int]) -> dict[int, Person]:
        return Person.objects.in_bulk(ids) if ids else {}


LOCKED = Compiled(lambda pk: Board.objects.select_for_update(no_key=True).filter(pk=pk))


@contextmanager
def _one_key_for_one_request() -> Iterator[None]:
    """Raise KeyUsedBefore if another board's change came with the same key.

    The lock of one board does not hold requests to two boards apart, but the constraint does.
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
