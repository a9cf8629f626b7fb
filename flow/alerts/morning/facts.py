"""The facts of a board for the morning digest."""

from dataclasses import dataclass
from datetime import datetime
from email.mime.image import MIMEImage
from functools import cached_property
from hashlib import sha256
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from board.display.page.face import Face
from board.models import Block, Board
from board.models.words import isolated
from flow.alerts.aged import Aged, aged
from flow.alerts.few import Few
from flow.alerts.models import Alert, Excess
from flow.alerts.morning.limits import LimitsNow, LimitStanding
from flow.alerts.morning.sections import DigestSection, sections_of
from flow.alerts.morning.since import Since
from flow.alerts.rules import AlertKind
from flow.alerts.shown import ShownAlert, by_card, faces_of, shown
from flow.metrics.charts.picture import png
from flow.metrics.charts.question import Question
from flow.metrics.registry import charts
from flow.metrics.reports import Flow

WIDTH = 460  # px of the drawing; with its axis it fills the mail
OLD = {AlertKind.EXPECTED, AlertKind.AGING, AlertKind.STILL}
OF_AGE = OLD | {AlertKind.DUE}


@dataclass(frozen=True)
class WentOver:
    """A limit that is exceeded since the last digest, though no card was let past it."""

    name: str
    says: str


class Morning:
    """The facts of a board at a moment, since its last digest.

    A snoozed alert is no reason to write.
    """

    def __init__(self, board: Board, since_version: int | None, now: datetime) -> None:
        self.board, self.now = board, now
        self.today = board.day_of(now)
        self.since = Since(board, since_version)
        self.limits = LimitsNow(board)

    @property
    def has_something_to_say(self) -> bool:
        """Free slots alone are nothing."""
        since = self.since
        news = since.passed or self.went_over or since.finished
        has_headline = any(section.headline for section in self.sections)
        return bool(self.aging or self.blocked or self.over or news or has_headline)

    @cached_property
    def aging(self) -> Few[Aged]:
        """The cards that have grown old or may miss their date, the most urgent first."""
        rows = [row for row in self._standing if row.card and not row.is_snoozed]
        of_age = [
            group
            for group in by_card(self.board, rows)
            if {row.alert.kind for row in group.rows} & OF_AGE
        ]
        return Few(self._with_its_wait(each) for each in aged(of_age))

    @property
    def old(self) -> list[Aged]:
        """Return the cards that have grown old."""
        return [each for each in self.aging.all if each.kinds & OLD]

    @property
    def late(self) -> list[Aged]:
        """Return the cards that are not old, but may miss their date."""
        return [each for each in self.aging.all if not each.kinds & OLD]

    @cached_property
    def blocked(self) -> Few[Face]:
        """Return the blocked cards that are not listed already; the longest wait first."""
        here = self.board.cards.on_the_board().kept().order_by()
        blocks = Block.objects.standing().filter(card__in=here).order_by("blocked_at")
        numbers = list(blocks.values_list("card__number", flat=True))
        seen = faces_of(self.board, numbers)
        shown = {each.face.number for each in self.aging.all} | self._snoozed(AlertKind.BLOCKED)
        return Few(seen[number] for number in numbers if number not in shown and seen[number].block)

    @cached_property
    def over(self) -> list[LimitStanding]:
        """Return the limits that are exceeded."""
        snoozed = {
            row.alert.limit_id for row in self._standing if row.alert.limit_id and row.is_snoozed
        }
        return [each for each in self.limits.over if each.limit not in snoozed]

    @cached_property
    def went_over(self) -> Few[WentOver]:
        """Return the limits exceeded since the last digest, but not by a card that was let past them."""
        fresh = set[int]()
        if self.since.at:
            excesses = Excess.objects.filter(board=self.board, since__gt=self.since.at)
            fresh = set(excesses.values_list("limit", flat=True)) | set(self.since.limits_set)
        return Few(
            WentOver(each.name, self._because(each))
            for each in self.over
            if each.limit in fresh - self.since.limits_passed
        )

    @cached_property
    def sections(self) -> list[DigestSection]:
        """Return the sections of apps."""
        return sections_of(self)

    @cached_property
    def chart(self) -> tuple[MIMEImage, str] | None:
        """The aging chart as a picture of the mail, and in words; None where nothing is to be seen."""
        flow, chart = Flow(self.board, now=self.now), charts()["age"]
        data = chart.read(Question(flow, flow, flow.today, None, lambda number: self._url(number)))
        if chart.is_empty(data):
            return None
        content = png(chart, data, width=WIDTH)
        image = MIMEImage(content, "png")
        image.add_header("Content-ID", f"<{sha256(content).hexdigest()[:32]}@sluice>")
        return image, chart.says(data)

    @cached_property
    def _standing(self) -> list[ShownAlert]:
        return shown(self.board, Alert.objects.of(self.board).standing(), self.now)

    def _snoozed(self, kind: AlertKind) -> set[int]:
        """The numbers of the cards whose alert of this kind was put off."""
        rows = [row for row in self._standing if row.is_snoozed and row.alert.kind == kind]
        return {row.card.number for row in rows if row.card}

    def _with_its_wait(self, each: Aged) -> Aged:
        ahead = self.limits.waits_for.get(each.face.column_id)
        words = _("Waits for %(column)s, which has no room.")
        return each.and_says(words % {"column": isolated(ahead)}) if ahead else each

    def _because(self, each: LimitStanding) -> str:
        who = self.since.limits_set.get(each.limit)
        words = _("%(count)s of %(maximum)s")
        if who:
            words = _("%(count)s of %(maximum)s since %(who)s set the limit")
        return words % {
            "count": each.gate.count,
            "maximum": each.gate.maximum,
            "who": isolated(who or ""),
        }

    def _url(self, number: int) -> str:
        return urljoin(settings.SITE_URL, reverse("card", args=[self.board.key, number]))
