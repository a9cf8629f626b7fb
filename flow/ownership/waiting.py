"""Which cards wait for another team, and for how many days the teams of a board waited."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.utils import timezone

from board.models import Block, Board, Card
from flow.delivery.models import Change, Component, Team
from flow.delivery.readings import moments
from flow.metrics.reports.window import DayWindow
from flow.ownership.models import ExpectedTouch, TeamWait
from flow.ownership.teams_of_cards import TeamsOfBoards, touched_by

MOST_TO_ASK = 50  # cards


@dataclass(frozen=True)
class WaitingCard:
    """A card that waits for a team now; `team` is whose card it is, None if nobody can say."""

    card: Card
    team: Team | None
    waits_for: Team
    reason: str
    since: datetime
    days: int


@dataclass(frozen=True)
class CardToAsk:
    """A card that nobody has started and that needs other teams: ask them before it is pulled."""

    card: Card
    needs: list[Team]
    components: list[Component]  # of these teams


@dataclass(frozen=True)
class WaitingPair:
    """For how many days cards of the one team waited for the other, added up."""

    team: Team | None
    waits_for: Team
    days: int
    cards: int


@dataclass(frozen=True)
class WaitingForTeams:
    board: Board
    window: DayWindow

    @property
    def now(self) -> list[WaitingCard]:
        """The cards of the board that wait for a team now, the longest wait first."""
        return self._shown(list(TeamWait.objects.of(self.board).standing().with_nouns()))

    @property
    def on_us(self) -> list[WaitingCard]:
        """The cards of other boards that wait for a team of this one now."""
        return self._shown(list(TeamWait.objects.on_teams_of(self.board).standing().with_nouns()))

    @cached_property
    def to_ask(self) -> list[CardToAsk]:
        """The unblocked cards of the board that are not started and need another team."""
        changes = Change.cards.through.objects.filter(
            card=OuterRef("pk"), change__is_gone=False, change__in_components__isnull=False
        )
        cards = Card.objects.kept().filter(board=self.board, started_at=None, finished_at=None)
        touching = cards.filter(
            Exists(ExpectedTouch.objects.filter(card=OuterRef("pk"))) | Exists(changes)
        ).exclude(blocks__in=Block.objects.standing())
        some = list(touching.prefetch_related("assignees").order_by("number")[:MOST_TO_ASK])
        touched = touched_by([card.pk for card in some])
        cards_to_ask = []
        for card in some:
            card.board = self.board
            parts = touched[card.pk].all
            people = [person.pk for person in card.assignees.all()]
            if needs := self._teams.others(self.board.pk, people, parts):
                own = {team.pk for team in needs}
                cards_to_ask.append(CardToAsk(card, needs, [p for p in parts if p.team_id in own]))
        return cards_to_ask

    @cached_property
    def pairs(self) -> list[WaitingPair]:
        """The days of these teams in the window; the most days first."""
        days: defaultdict[tuple[Team | None, Team], int] = defaultdict(int)
        cards: defaultdict[tuple[Team | None, Team], set[int]] = defaultdict(set)
        rows = TeamWait.objects.of(self.board).in_days(*moments(self.board, self.window))
        for wait in rows.with_nouns():
            pair = (self._own(wait), wait.team)
            days[pair] += self._days(wait, in_window=True)
            cards[pair].add(wait.block.card_id)
        totals = [WaitingPair(*pair, n, len(cards[pair])) for pair, n in days.items()]
        return sorted(totals, key=lambda each: (-each.days, each.waits_for.name))

    def _shown(self, rows: Sequence[TeamWait]) -> list[WaitingCard]:
        return [
            WaitingCard(
                card=wait.block.card,
                team=self._own(wait),
                waits_for=wait.team,
                reason=wait.block.reason,
                since=wait.block.blocked_at,
                days=self._days(wait),
            )
            for wait in rows
        ]

    def _own(self, wait: TeamWait) -> Team | None:
        card = wait.block.card
        people = [each.pk for each in card.assignees.all()]
        return self._teams.own(card.board_id, people)

    def _days(self, wait: TeamWait, *, in_window: bool = False) -> int:
        """Both ends counted, in the days that count on the card's board."""
        board = wait.block.card.board
        first = board.day_of(wait.block.blocked_at)
        last = board.day_of(wait.block.unblocked_at or timezone.now())
        if in_window:
            first, last = max(first, self.window.first), min(last, self.window.last)
        return (board.calendar.days(first, last) or 0) if first <= last else 0

    @cached_property
    def _teams(self) -> TeamsOfBoards:
        others = TeamWait.objects.on_teams_of(self.board).with_nouns()
        return TeamsOfBoards({self.board, *(wait.block.card.board for wait in others)})
