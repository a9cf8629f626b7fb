"""Deployments as pages and files list them: what each brought, and the marks that it bears."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _

from board.models import Board, Card
from flow.delivery.display.words import SIZES
from flow.delivery.measures.sizes import Size
from flow.delivery.models import Change, Deployment, DeploymentKind, DeploymentStatus
from flow.delivery.models.deployment import FEW


@dataclass(frozen=True)
class ShownChange:
    """A change with its size, and the cards of the board that it names."""

    change: Change
    cards: list[Card]

    @property
    def words(self) -> str:
        """Return its title, without the keys of cards before it."""
        words = self.change.words
        for card in self.cards:
            if words.lower().startswith(card.key.lower()):
                words = words[len(card.key) :].lstrip(" :-–")
        return words or str(self.change)

    @property
    def size(self) -> str:
        return self.change.size.value

    @property
    def size_words(self) -> str:
        return str(SIZES[self.change.size])

    @property
    def is_known(self) -> bool:
        return self.change.size != Size.NOT_KNOWN


@dataclass(frozen=True)
class Marked:
    """A word or two about a deployment; `kind` gives it its shape."""

    kind: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class LedgerLine:
    deployment: Deployment
    changes: list[ShownChange]
    marks: list[Marked]
    at: datetime
    has_more: bool = False  # changes than are listed

    HEAD: ClassVar = [
        *("id", "component", "environment", "production", "sha", "status", "kind", "failed"),
        *("failed_because", "changes", "cards", "started_at", "finished_at"),
    ]

    @property
    def result(self) -> str:
        return str(DeploymentStatus(self.deployment.status).label)

    @property
    def cells(self) -> list[Any]:
        each = self.deployment
        cards = sorted({card.key for change in self.changes for card in change.cards})
        return [
            *(each.external_id, each.component.name if each.component else "", each.environment),
            *("yes" if each.is_production else "no", each.sha, each.status, each.kind),
            *("yes" if each.failed_because else "no", each.failed_because),
            "" if each.brings is None else each.brings,
            " ".join(cards),
            each.started_at.isoformat() if each.started_at else "",
            each.finished_at.isoformat() if each.finished_at else "",
        ]


@dataclass(frozen=True)
class LedgerDay:
    day: date
    lines: list[LedgerLine] = field(default_factory=list)


def lines_of(
    board: Board, deployments: Iterable[Deployment], *, most: int | None = FEW
) -> list[LedgerLine]:
    """The lines of deployments that were fetched with their nouns, each with at most `most` changes."""
    return [_line(board, each, most) for each in deployments]


def by_day(board: Board, lines: Iterable[LedgerLine]) -> list[LedgerDay]:
    """Lines in order of time, those of a day together."""
    return [
        LedgerDay(day, list(some)) for day, some in groupby(lines, lambda e: board.day_of(e.at))
    ]


def cards_here(board: Board, change: Change) -> list[Card]:
    """The cards of this board that a change names; those of another board are not named."""
    cards = [card for card in change.cards.all() if card.board_id == board.pk]
    for card in cards:
        card.board = board
    return sorted(cards, key=lambda card: card.number)


def _line(board: Board, deployment: Deployment, most: int | None) -> LedgerLine:
    brought = [link.change for link in deployment.brought_first]
    changes = [ShownChange(change, cards_here(board, change)) for change in brought[:most]]
    at = deployment.told_at.astimezone(board.zone)
    marks = list(_marks(board, deployment))
    return LedgerLine(deployment, changes, marks, at, len(brought) > len(changes))


def _marks(board: Board, deployment: Deployment) -> Iterable[Marked]:
    kind = deployment.kind
    if kind != DeploymentKind.NORMAL:
        yield Marked(kind, str(DeploymentKind(kind).label).capitalize())
    if deployment.incident:
        yield Marked("incident", _("for incident %(incident)s") % {"incident": deployment.incident})
    if not deployment.failed_because:
        return
    for incident in deployment.incidents_caused.all():
        words = _("Failed: caused “%(title)s”") % {"title": incident.title}
        yield Marked("failed", words, reverse("delivery-incident", args=[board.key, incident.pk]))
    if deployment.failed_because == "followed" and deployment.followed_by:
        what = str(DeploymentKind(deployment.followed_by.kind).label)
        words = _("Failed: followed by a %(what)s, proposed") % {"what": what}
        page = reverse("delivery-deployment", args=[board.key, deployment.followed_by.pk])
        yield Marked("failed", words, page)
    if deployment.failed_because == "person":
        yield Marked("failed", _("Failed, as a person has set"))
