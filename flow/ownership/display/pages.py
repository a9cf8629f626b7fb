"""The pages of a pair, of a component and of a team, as plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from board.models import Board, Card
from flow.delivery.models import Component, Team
from flow.metrics.reports.window import DayWindow
from flow.ownership.count import OwnershipCount, read
from flow.ownership.display.picture import (
    ComponentsPicture,
    MatrixRow,
    ShownPair,
    ShownRelease,
    ShownShare,
)
from flow.ownership.incidents import IncidentCauses
from flow.ownership.models import DecouplingCard, OwnershipMonth, OwnershipReview
from flow.ownership.models.review import QUESTIONS
from flow.ownership.readings import cards_of_both
from flow.ownership.waiting import WaitingCard, WaitingPair

MONTHS = 12
MOST_CARDS = 50


def months_of(board: Board, picture: ComponentsPicture) -> Iterator[tuple[date, OwnershipCount]]:
    """Yield the counts of the last night of each of the last months, the last month first."""
    for row in OwnershipMonth.objects.of(board).select_related("board")[:MONTHS]:
        yield row.month, read(row, picture.components, picture.count.terms)


@dataclass(frozen=True)
class PairMonth:
    month: date
    together: int
    shared: int
    degree: int | None


class PairPicture:
    """Two components of a board: how they are coupled, since when, and by which cards."""

    def __init__(self, picture: ComponentsPicture, a: Component, b: Component) -> None:
        self.board_picture = picture
        self.a, self.b = a, b

    @property
    def cells(self) -> list[Any]:
        return [
            self.board_picture.row_cell(self.a, self.b),
            self.board_picture.row_cell(self.b, self.a),
        ]

    @cached_property
    def pair(self) -> ShownPair | None:
        """None where nothing ever touched both of them in these days."""
        counted = self.board_picture.count.pair(self.a.pk, self.b.pk)
        return self.board_picture.shown(counted) if counted else None

    @property
    def first(self) -> Component:
        """The one that is to be deployed without the other: the one that can less."""
        return self.pair.a if self.pair else self.a

    @property
    def second(self) -> Component:
        return self.pair.b if self.pair else self.b

    @property
    def degree(self) -> int | None:
        return self.pair.pair.degree if self.pair else None

    @property
    def revisions(self) -> tuple[int, int]:
        pair = self.pair.pair if self.pair else None
        if pair is None:
            return (0, 0)
        ordered = (pair.revisions_a, pair.revisions_b)
        return ordered if pair.a == self.a.pk else ordered[::-1]

    @cached_property
    def together(self) -> int:
        return len(self.board_picture.count.releases_of(self.a.pk, self.b.pk))

    @property
    def releases(self) -> list[ShownRelease]:
        went = self.board_picture.count.releases_of(self.a.pk, self.b.pk)
        return self.board_picture.shown_releases(went[:MOST_CARDS])

    @cached_property
    def cards(self) -> list[Card]:
        """The cards of the board whose changes touched both, the last one first."""
        count = self.board_picture.count
        window = DayWindow(count.first, count.last)
        return cards_of_both(self.board_picture.board, self.a, self.b, window, MOST_CARDS)

    @property
    def months(self) -> list[PairMonth]:
        shown = []
        for month, count in months_of(self.board_picture.board, self.board_picture):
            pair = count.pair(self.a.pk, self.b.pk)
            shown.append(
                PairMonth(
                    month,
                    len(count.releases_of(self.a.pk, self.b.pk)),
                    pair.shared if pair else 0,
                    pair.degree if pair else None,
                )
            )
        return shown

    @cached_property
    def decoupling(self) -> list[DecouplingCard]:
        """The cards that were made to decouple them, the last one first."""
        mine = DecouplingCard.objects.of_pair(self.a, self.b)
        return list(mine.filter(card__board=self.board_picture.board)[:10])

    @property
    def open_card(self) -> Card | None:
        open_ = (each.card for each in self.decoupling)
        return next((c for c in open_ if not c.finished_at and not c.archived_at), None)


@dataclass(frozen=True)
class ComponentMonth:
    month: date
    deployments: int
    percent: float | None
    word: str
    match: float | None


class ComponentPicture:
    """One component: whether it goes alone, whose it is, what its team answered."""

    def __init__(self, picture: ComponentsPicture, component: Component) -> None:
        self.board_picture = picture
        self.component = component

    @cached_property
    def row(self) -> MatrixRow:
        return self.board_picture.row(self.component)

    @cached_property
    def share(self) -> ShownShare:
        return self.board_picture.share(self.component)

    @property
    def causes(self) -> IncidentCauses:
        return self.board_picture.causes(self.component)

    @property
    def pairs(self) -> list[ShownPair]:
        return self.board_picture.pairs_of(self.component)

    @property
    def releases(self) -> list[ShownRelease]:
        went = self.board_picture.count.releases
        mine = [each for each in went if self.component.pk in each.components]
        return self.board_picture.shown_releases(mine[:MOST_CARDS])

    @property
    def coordinated(self) -> int:
        went = self.board_picture.count.releases
        return sum(self.component.pk in each.components for each in went)

    @property
    def months(self) -> list[ComponentMonth]:
        shown = []
        for month, count in months_of(self.board_picture.board, self.board_picture):
            went, share = count.independence[self.component.pk], count.shares[self.component.pk]
            word = count.terms.word_of(went.percent)
            shown.append(ComponentMonth(month, went.deployments, went.percent, word, share.match))
        return shown

    @cached_property
    def reviews(self) -> list[OwnershipReview]:
        return list(OwnershipReview.objects.of(self.component)[:8])

    @property
    def questions(self) -> dict[str, Any]:
        return QUESTIONS

    @property
    def answers(self) -> dict[str, Any]:
        """Return the answers of its team for this quarter, as the form has them."""
        now = [each for each in self.reviews if each.quarter == self.board_picture.quarter]
        if not now:
            return {}
        answers = {name: "yes" if getattr(now[0], name) else "no" for name in QUESTIONS}
        return answers | {"note": now[0].note}

    @property
    def may_answer(self) -> bool:
        """Whether the team that owns it is of this board."""
        board = self.board_picture.board
        return board.may_be_changed and self.component.team.board_id == board.pk


class TeamPicture:
    """One team: its components, and what waits for whom."""

    def __init__(self, picture: ComponentsPicture, team: Team) -> None:
        self.board_picture = picture
        self.team = team

    @property
    def rows(self) -> list[tuple[MatrixRow, ShownShare]]:
        own = [each for each in self.board_picture.components if each.team_id == self.team.pk]
        return [(self.board_picture.row(each), self.board_picture.share(each)) for each in own]

    @property
    def waits(self) -> list[WaitingCard]:
        """Its cards that wait for another team now."""
        waiting = self.board_picture.waiting.now
        return [each for each in waiting if each.team and each.team.pk == self.team.pk]

    @property
    def waited_for(self) -> list[WaitingCard]:
        """The cards that wait for this team now."""
        waiting = self.board_picture.waiting
        return [e for e in [*waiting.now, *waiting.on_us] if e.waits_for.pk == self.team.pk]

    @property
    def pairs(self) -> list[WaitingPair]:
        all_pairs = self.board_picture.waiting.pairs
        pk = self.team.pk
        return [e for e in all_pairs if pk in (e.waits_for.pk, e.team.pk if e.team else None)]
