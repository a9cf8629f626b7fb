"""The revision of a thing: if two people change it at the same time, no change is lost.

Each change of the settings or words of a card, a column, a board ... raises its revision. A caller
names the revision that they saw; if another change came first, they get the thing as it is now.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

from board.models.refusals import StaleCard, StalePart

if TYPE_CHECKING:
    from board.models.card.card import Card


class Revised(models.Model):
    """A thing with a revision, which counts the changes of its words."""

    # without the check of a positive field, which would read a large table under a lock
    revision = models.IntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True


def check_revision(thing: Any, expected: int | None) -> None:
    """Raise StalePart if this part of a board has changed since this revision."""
    if expected not in (None, thing.revision):
        raise StalePart(thing._meta.model_name, thing)


def check_card(card: "Card", *, version: int | None, revision: int | None) -> None:
    """Raise StaleCard if the card has moved since this version or changed since this revision."""
    if version not in (None, card.version) or revision not in (None, card.revision):
        raise StaleCard(card)
