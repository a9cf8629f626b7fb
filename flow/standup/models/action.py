from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.board.turn import PLAIN, Terms
from board.models.most import Most
from board.models.name import NameField
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Board, Card, Column, Person
    from flow.standup.models.standup import Standup


class ActionQuerySet(models.QuerySet["Action"]):
    def of_board(self, board: "Board") -> "ActionQuerySet":
        return self.filter(standup__board=board).select_related("standup")

    def of_standup(self, standup: "Standup") -> "ActionQuerySet":
        """In the order in which they were agreed, with who said it and the card it became."""
        return self.filter(standup=standup).select_related("by", "card")


class Action(models.Model):
    """Something that a standup agreed to do; it may become a card of the board."""

    standup = models.ForeignKey("standup.Standup", models.CASCADE, related_name="actions")
    text = NameField(_("action"), max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = about("board.Person")
    card = models.ForeignKey("board.Card", models.SET_NULL, null=True, **LOOSE)

    objects = ActionQuerySet.as_manager()

    MOST = Most(200, _("A standup agrees on at most %(most)s actions."))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="an_action_says_something")
        ]

    def __str__(self) -> str:
        return self.text

    def become_card(self, *, by: "Person", column: "Column", terms: Terms = PLAIN) -> "Card":
        """Make a card of this action: a pull like any other. It becomes one card, however often."""
        with transaction.atomic():
            action = Action.objects.select_for_update().get(pk=self.pk)
            if action.card is None:
                board = self.standup.board
                action.card = board.create_card(action.text, by=by, column=column, terms=terms)
                action.save(update_fields=["card"])
        return action.card
