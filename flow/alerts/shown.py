"""The alerts of a board as pages, mails and programs show them: the most urgent first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from board.display.page.face import SEEN, Face, faces
from board.display.page.gate import Gate
from board.models import Block, Board, Card, Override, Person
from board.models.limit.override import rule_words
from board.models.limit.tally import Tally
from board.models.words import isolated
from flow.alerts.kinds import in_order, label_of
from flow.alerts.models import Alert
from flow.alerts.models.alert import AlertQuerySet
from flow.alerts.rules import AlertKind
from flow.alerts.sentences import alert_says, beside_age
from flow.metrics.ledger.rows import among


@dataclass(frozen=True)
class ShownAlert:
    """An alert in words; `adds` are those beside the age of its card, in days, None without a start.
    `limit` is the name of the limit that it is about, if it is about one."""

    alert: Alert
    says: str
    adds: str
    age: int | None
    is_snoozed: bool
    limit: str = ""

    @property
    def kind(self) -> str:
        return label_of(self.alert.kind)

    @property
    def card(self) -> Card | None:
        return self.alert.card


def shown(board: Board, alerts: AlertQuerySet, now: datetime) -> list[ShownAlert]:
    """These alerts of one board in words, in a fixed number of statements."""
    rows = list(alerts.with_nouns())
    for row in rows:
        if row.card:
            row.card.board = board
    today, calendar = board.day_of(now), board.calendar
    reasons = _reasons(rows)
    figures = _figures(board) if any(row.limit_id for row in rows) else {}
    names = {limit.pk: limit.title for limit in board.shape.limits} if figures else {}
    shown_alerts = []
    for row in rows:
        says = alert_says(
            row,
            calendar,
            today,
            reason=reasons.get((row.kind, row.threshold), ""),
            figure=figures.get(row.limit_id, ""),
        )
        age = row.card.age if row.card else None
        adds = beside_age(row, board.sle_days) or says
        limit = names.get(row.limit_id or 0, "")
        shown_alerts.append(ShownAlert(row, says, adds, age, row.is_snoozed(today), limit))
    order = {kind: place for place, kind in enumerate(in_order())}
    last = len(order)
    return sorted(
        shown_alerts, key=lambda each: (order.get(each.alert.kind, last), each.alert.since)
    )


@dataclass(frozen=True)
class Together:
    """The alerts of one card, one limit or one page, the most urgent first; only a card has a face."""

    rows: list[ShownAlert]
    face: Face | None

    @property
    def card(self) -> Card | None:
        return self.rows[0].card

    @property
    def title(self) -> str:
        """Of what is no card and no limit."""
        return self.rows[0].alert.title

    @property
    def address(self) -> str:
        """Return the page of an alert that is about no card and no limit."""
        return self.rows[0].alert.address

    @property
    def column(self) -> str:
        return self.card.column.name if self.card else ""

    @property
    def who(self) -> str:
        """Return the people who work on the card."""
        return (
            ", ".join(isolated(person.short_name) for person in self.face.people)
            if self.face
            else ""
        )


def by_card(board: Board, rows: Collection[ShownAlert]) -> list[Together]:
    """These alerts, those of one card, limit or page together, in the order of their first."""
    groups: dict[tuple[int | None, int | None, str], list[ShownAlert]] = {}
    for row in rows:
        what = row.alert.card_id, row.alert.limit_id, row.alert.address
        groups.setdefault(what, []).append(row)
    seen = faces_of(board, {row.card.number for row in rows if row.card})
    return [
        Together(each, seen.get(each[0].card.number) if each[0].card else None)
        for each in groups.values()
    ]


def faces_of(board: Board, numbers: Collection[int]) -> dict[int, Face]:
    """How the cards with these numbers look, by number."""
    if not numbers:
        return {}
    return {face.number: face for face in faces(board, SEEN.rows(board.pk, [*numbers]))}


def _reasons(rows: Collection[Alert]) -> dict[tuple[str, str], str]:
    """Why each card is blocked, and what each was let past and why: by kind and threshold."""
    ids = {
        kind: [int(row.threshold) for row in rows if row.kind == kind]
        for kind in (AlertKind.BLOCKED, AlertKind.OVERRIDDEN)
    }
    blocks = Block.objects.filter(among("pk", ids[AlertKind.BLOCKED])).values_list("pk", "reason")
    passed = Override.objects.filter(among("pk", ids[AlertKind.OVERRIDDEN])).values_list(
        "pk", "rule", "reason"
    )
    return {(AlertKind.BLOCKED.value, str(pk)): reason for pk, reason in blocks} | {
        (AlertKind.OVERRIDDEN.value, str(pk)): f"{rule_words(rule)}: {reason}"
        for pk, rule, reason in passed
    }


def _figures(board: Board) -> dict[int | None, str]:
    """Each limit with its count: "Review exceeds its limit, 5 of 4"."""
    limits = board.shape.limits
    people = [*Person.objects.working_on(board).values_list("pk", flat=True)]
    tally = Tally.of(board, limits, people)
    figures: dict[int | None, str] = {}
    for limit in limits:
        counts = [tally.count(limit, who) for who in (people if limit.each_person else [None])]
        gate = Gate(max(counts, default=0), maximum=limit.maximum)
        words = "%(limit)s %(state)s" if gate.over else _("%(limit)s is %(state)s")
        figures[limit.pk] = words % {
            "limit": isolated(limit.title),
            "state": gate.words,
        }
    return figures
