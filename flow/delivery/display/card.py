"""The delivery of a card: its changes, where each is in production, and since when all of it is."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from board.models import Card
from flow.delivery.display.ledger import ShownChange
from flow.delivery.models import Change, ComponentChange, Incident
from flow.delivery.of_cards import CardDelivery, deliveries_of


@dataclass(frozen=True)
class Reached:
    """A component of a change, and the deployment that brought it first; None: it waits."""

    link: ComponentChange

    @property
    def at(self) -> datetime | None:
        return self.link.deployment.finished_at if self.link.deployment else None


@dataclass(frozen=True)
class CardPicture:
    card: Card

    @cached_property
    def state(self) -> CardDelivery | None:
        return deliveries_of([self.card.pk]).get(self.card.pk)

    @cached_property
    def changes(self) -> list[tuple[ShownChange, list[Reached]]]:
        rows = Change.objects.on_the_trunk().of_card(self.card).with_components().latest_first()
        return [
            (
                ShownChange(change, [self.card]),
                [Reached(link) for link in change.in_components.all()],
            )
            for change in rows
        ]

    @property
    def days(self) -> int | None:
        """Development cycle time: from its start to the first deployment of its last change."""
        at = self.state.deployed_at if self.state else None
        if at is None or self.card.started_at is None or at < self.card.started_at:
            return None
        board = self.card.board
        return board.calendar.days(board.day_of(self.card.started_at), board.day_of(at)) or 1

    @property
    def board_days(self) -> int | None:
        """Cycle time: from its start to done on the board."""
        card, board = self.card, self.card.board
        if card.started_at is None or card.finished_at is None:
            return None
        return (
            board.calendar.days(board.day_of(card.started_at), board.day_of(card.finished_at)) or 1
        )

    @property
    def incidents(self) -> list[Incident]:
        return list(Incident.objects.of_card(self.card))
