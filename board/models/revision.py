"""The revision of what something says: two who change it at once, and nothing is lost.

Each change of what a card, a column, a board ... says raises its revision. A caller names the
revision that they saw; if another change came first, they get the thing as it is now.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

from board.models.refusals import StaleCard, StalePart

if TYPE_CHECKING:
    from board.models.card.card import Card


class Revised(models.Model):
    """A noun that knows how often its words were changed."""

    # without the check of a positive field, which would read a large table under a lock
    revision = models.IntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True


def check_revision(thing: Any, expected: int | None) -> None:
    """Raise StalePart if somebody has changed this part of a board since this revision of it."""
    if expected not in (None, thing.revision):
        raise StalePart(thing._meta.model_name, thing)


def check_card(card: "Card", *, version: int | None, revision: int | None) -> None:
    """Raise StaleCard if the card has moved on since this version, or says something else."""
    if version not in (None, card.version) or revision not in (None, card.revision):
        raise StaleCard(card)
