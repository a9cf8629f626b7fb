"""The summary of a standup: from its looks, its actions, and the log of the board in the meantime."""

from collections.abc import Collection
from datetime import date
from functools import cached_property

from board.models import Board, Card
from flow.standup.forms import ActionCardForm
from flow.standup.models import Action, Look, Standup
from flow.standup.news import CardNews, news_since

Cards = list[Card]


class StandupSummary:
    """A standup that has ended, in a number of statements that no card adds to."""

    def __init__(self, standup: Standup):
        self.standup = standup

    @property
    def board(self) -> Board:
        return self.standup.board

    @property
    def day(self) -> date:
        """On which it was, in the board's time zone."""
        return self.board.day_of(self.standup.started_at)

    @cached_property
    def looks(self) -> list[Look]:
        return list(self.standup.looks.select_related("card"))

    @property
    def talked_about(self) -> list[tuple[Card, int]]:
        """Each card with the seconds that it took, in the order of the talk."""
        looks = [look for look in self.looks if not look.is_skipped]
        return [(self._ours(look.card), look.seconds) for look in looks]

    @property
    def skipped(self) -> Cards:
        return [self._ours(look.card) for look in self.looks if look.is_skipped]

    @property
    def changes(self) -> list[tuple[str, Cards]]:
        """Return the changes in the meantime, by kind; kinds without a change are left out."""
        by_name = {name: self._cards(numbers) for name, numbers in vars(self.news).items()}
        return [(name, cards) for name, cards in by_name.items() if cards]

    @cached_property
    def news(self) -> CardNews:
        """Return the news of the board from its beginning to its end."""
        standup = self.standup
        return news_since(standup.board, standup.from_version, standup.until_version)

    @cached_property
    def actions(self) -> list[Action]:
        actions = list(Action.objects.of_standup(self.standup))
        for action in actions:
            if action.card:
                self._ours(action.card)
        return actions

    @property
    def card_form(self) -> ActionCardForm:
        """Where an action becomes a card: in the first queue, unless another column is named."""
        first = next(iter(self.board.shape.columns))
        return ActionCardForm(board=self.board, initial={"column": first}, auto_id=False)

    @cached_property
    def _by_number(self) -> dict[int, Card]:
        return self.board.numbered_cards(*set().union(*vars(self.news).values()))

    def _cards(self, numbers: Collection[int]) -> Cards:
        cards = [self._by_number[number] for number in sorted(numbers) if number in self._by_number]
        return [self._ours(card) for card in cards]

    def _ours(self, card: Card) -> Card:
        card.board = self.board
        return card
