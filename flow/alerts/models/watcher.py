from typing import TYPE_CHECKING

from django.db import models

from flow.alerts.models.watch import Watch
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Card, Person


class WatcherQuerySet(models.QuerySet["Watcher"]):
    def watches(self, card: "Card", person: "Person") -> bool:
        return self.filter(card=card, person=person).exists()

    def add(self, card: "Card", person: "Person") -> None:
        self.get_or_create(card=card, person=person)
        Watch.objects.mail_again(card.board_id)

    def remove(self, card: "Card", person: "Person") -> None:
        self.filter(card=card, person=person).delete()


class Watcher(models.Model):
    """A person who wants to be notified of a card without working on it."""

    card = about("board.Card", db_index=True)
    person = about("board.Person", db_index=True)

    objects = WatcherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "person"], name="a_person_watches_a_card_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.card_id}"
