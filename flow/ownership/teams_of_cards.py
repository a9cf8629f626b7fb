"""Which team works on a card, and which other teams it needs."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from board.models import Board
from flow.delivery.models import Change, Component, Team
from flow.ownership.models import ExpectedTouch


class TeamsOfBoards:
    """The teams of some boards with their members: whose a card is, by who works on it."""

    def __init__(self, boards: Iterable[Board]) -> None:
        teams = Team.objects.filter(board__in=[each.pk for each in boards])
        self._teams: defaultdict[int, list[tuple[Team, set[int]]]] = defaultdict(list)
        for team in teams.prefetch_related("members"):
            members = {each.pk for each in team.members.all()}
            self._teams[team.board_id].append((team, members))

    def of_board(self, board: int) -> list[Team]:
        return [team for team, _members in self._teams[board]]

    def own(self, board: int, people: Collection[int]) -> Team | None:
        """The only team of the board; of several, the only one that somebody of these is in."""
        teams = self._teams[board]
        mine = [team for team, members in teams if not members.isdisjoint(people)]
        own = self.of_board(board) if len(teams) == 1 else mine
        return own[0] if len(own) == 1 else None

    def others(
        self, board: int, people: Collection[int], components: Iterable[Component]
    ) -> list[Team]:
        """The teams that own one of these components and are not the card's own; each once."""
        own = self.own(board, people)
        here = {own.pk} if own else {team.pk for team in self.of_board(board)}
        owners = {each.team_id: each.team for each in components if each.team_id not in here}
        return sorted(owners.values(), key=lambda team: team.name.lower())


@dataclass(frozen=True)
class Touched:
    """The components of a card: the touched ones, and the expected ones."""

    changed: dict[int, Component]
    expected: dict[int, Component]

    @property
    def all(self) -> list[Component]:
        return sorted({**self.expected, **self.changed}.values(), key=lambda each: each.name)


def touched_by(cards: Collection[int]) -> dict[int, Touched]:
    """By the id of a card, in three statements for all; a card that touches nothing is not in it."""
    if not cards:
        return {}
    links = Change.cards.through.objects.filter(
        card__in=cards, change__is_gone=False, change__part_of=None
    ).exclude(change__in_components=None)
    changed = set(links.values_list("card", "change__in_components__component"))
    expected = set(ExpectedTouch.objects.filter(card__in=cards).values_list("card", "component"))
    if not changed and not expected:
        return {}
    ids = {component for _card, component in changed | expected}
    known = Component.objects.select_related("team__board").in_bulk(ids)
    by_card = {card: Touched({}, {}) for card, _component in changed | expected}
    for card, component in changed:
        by_card[card].changed[component] = known[component]
    for card, component in expected:
        by_card[card].expected[component] = known[component]
    return by_card
