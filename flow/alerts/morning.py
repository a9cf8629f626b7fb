"""The digest: what a team should know of its board before its standup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.mime.image import MIMEImage
from functools import cached_property
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.display.gate import Gate, State
from board.display.picture import Picture
from board.models import Block, Board, Card, Membership
from board.models import Kind as Happened
from flow.alerts.mail import send
from flow.alerts.models import Alert, How, Letter, Preference, Watch, Why
from flow.alerts.rules import Kind
from flow.alerts.shown import Shown, shown
from flow.metrics.charts import CHARTS
from flow.metrics.charts.picture import png
from flow.metrics.charts.question import Question
from flow.metrics.readings import Flow

WIDTH = 460  # px of the drawing; with its axis it fills the mail
OF_AGE = {Kind.EXPECTED, Kind.AGING, Kind.DUE, Kind.STILL, Kind.OVERRIDDEN}
MOST_MOVES = 12


@dataclass(frozen=True)
class Aged:
    """A card that has grown old, with all that is to be said of it."""

    card: Card
    age: int | None
    says: list[str]
    who: str
    heat: int

    @property
    def column(self) -> str:
        return self.card.column.name


@dataclass(frozen=True)
class Standing:
    """A limited column: its gate, and what to pull next where there is room."""

    name: str
    gate: Gate
    pull: str


class Morning:
    """What there is to say of a board at a moment, since its last digest."""

    def __init__(self, board: Board, since_version: int | None, now: datetime) -> None:
        self.board, self.since_version, self.now = board, since_version, now
        self.today = board.day_of(now)

    @property
    def has_something_to_say(self) -> bool:
        return bool(self.aging or self.blocked or self.over or self.moved)

    @cached_property
    def alerts(self) -> list[Shown]:
        return shown(self.board, Alert.objects.of(self.board).awake(self.today), self.now)

    @cached_property
    def aging(self) -> list[Aged]:
        """The cards that have grown old, the most pressing first."""
        by_card: dict[int, list[Shown]] = {}
        for row in self.alerts:
            if row.card and Kind(row.alert.kind) in OF_AGE:
                by_card.setdefault(row.card.pk, []).append(row)
        names = self._names([*by_card])
        return [
            Aged(
                card=rows[0].card,
                age=rows[0].age,
                says=[row.says for row in rows],
                who=", ".join(names.get(pk, ())),
                heat=_heat(rows[0]),
            )
            for pk, rows in by_card.items()
            if rows[0].card
        ]

    @cached_property
    def blocked(self) -> list[tuple[Card, str, int]]:
        """Each blocked card, why, and for how many days."""
        here = self.board.cards.on_the_board().kept().order_by()
        blocks = Block.objects.standing().filter(card__in=here).select_related("card")
        found = []
        for block in blocks:
            block.card.board = self.board
            days = self.board.calendar.days(self.board.day_of(block.blocked_at), self.today) or 0
            found.append((block.card, block.reason, days))
        return found

    @cached_property
    def limits(self) -> list[Standing]:
        """The columns that have a limit, or share one."""
        found = []
        for step in Picture(self.board, drawn=()).steps:
            if step.gate.state == State.NONE:
                continue
            pull = getattr(step, "pull_next", None)
            found.append(Standing(step.name, step.gate, pull.key if pull else ""))
        return found

    @property
    def over(self) -> list[Standing]:
        return [each for each in self.limits if each.gate.state == State.OVER]

    @cached_property
    def moved(self) -> list[tuple[Card, str]]:
        """The cards that have moved since the last digest, each with where it is now."""
        if self.since_version is None:
            return []
        events = self.board.events.since(self.since_version).of_kinds([Happened.MOVED])
        cards = (
            self.board.cards.on_the_board().kept().filter(pk__in=events.order_by().values("card"))
        )
        found = []
        for card in cards.select_related("column").order_by("-arrived_at")[:MOST_MOVES]:
            card.board = self.board
            found.append((card, card.column.name))
        return found

    @cached_property
    def chart(self) -> tuple[MIMEImage, str] | None:
        """The aging chart as a picture of the mail, and in words; None where nothing is to be seen."""
        flow, chart = Flow(self.board, now=self.now), CHARTS["age"]
        data = chart.read(Question(flow, flow, flow.today, None, lambda number: self._url(number)))
        if chart.is_empty(data):
            return None
        content = png(chart, data, width=WIDTH)
        image = MIMEImage(content, "png")
        image.add_header("Content-ID", f"<{sha256(content).hexdigest()[:32]}@sluice>")
        return image, chart.says(data)

    @property
    def headline(self) -> str:
        """What is most pressing, in a few words."""
        if self.aging:
            return ngettext(
                "%(n)d card is growing old", "%(n)d cards are growing old", len(self.aging)
            ) % {"n": len(self.aging)}
        if self.blocked:
            return ngettext(
                "%(n)d card is blocked", "%(n)d cards are blocked", len(self.blocked)
            ) % {"n": len(self.blocked)}
        if self.over:
            return _("%(name)s is over its limit") % {"name": self.over[0].name}
        return ngettext("%(n)d card has moved", "%(n)d cards have moved", len(self.moved)) % {
            "n": len(self.moved)
        }

    def _url(self, number: int) -> str:
        return urljoin(settings.SITE_URL, reverse("card", args=[self.board.key, number]))

    def _names(self, cards: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        works = Card.assignees.through.objects.filter(card__in=cards).select_related("person")
        for each in works.order_by("person__email"):
            found.setdefault(each.card_id, []).append(each.person.first_name)
        return found


def _heat(row: Shown) -> int:
    """How loud its age is drawn: as past 95 %, or as past 85 %."""
    return 4 if row.alert.kind in (Kind.EXPECTED, Kind.DUE) else 3


def digest(board_id: int) -> None:
    """The digest of this morning, once, to each who wants it; none if there is nothing to say."""
    with transaction.atomic():
        watch = Watch.objects.held(board_id)
        board = Board.objects.filter(pk=board_id, archived_at=None).first()
        if watch is None or board is None:
            return
        morning = Morning(board, watch.digested_version, timezone.now())
        if watch.digested_on == morning.today:
            return
        if morning.has_something_to_say:
            _write(morning)
        watch.tell_the_morning(board, morning.today)


def _write(morning: Morning) -> None:
    board, chart = morning.board, morning.chart
    subject = f"{board.name}: {morning.headline}"
    facts: dict[str, Any] = {
        "morning": morning,
        "cid": chart[0]["Content-ID"].strip("<>") if chart else "",
        "chart_says": chart[1] if chart else "",
        "images": [chart[0]] if chart else [],
    }
    seats = Membership.objects.filter(board=board, person__is_active=True).select_related("person")
    wishes = Preference.objects.of_all(board, seats)
    for person in [seat.person for seat in seats if wishes[seat.person_id].how != How.NOTHING]:
        notice = send("digest", subject, to=person, board=board, **facts)
        Letter.objects.create(
            board=board, person=person, day=morning.today, why=Why.DIGEST, notice=notice
        )
