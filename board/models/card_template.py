from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from board.models.card.checklist_item import MOST as MOST_ITEMS
from board.models.label import Label
from board.models.most import Most
from board.models.name import NameField
from board.models.people.person import Person
from board.models.revision import Revised

if TYPE_CHECKING:
    from board.models.board.board import Board

LONGEST_ITEM = 1_000


def _items(name: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=LONGEST_ITEM), blank=True, verbose_name=name)


class CardTemplateQuerySet(models.QuerySet["CardTemplate"]):
    def in_full(self) -> "CardTemplateQuerySet":
        """Return them by name, with labels and people, in three statements for all."""
        full = self.select_related("service_class").prefetch_related("labels", "assignees")
        return full.order_by(Lower("name"), "pk")


class CardTemplate(Revised):
    """The title, texts, labels, class and people of new cards of a board."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="card_templates")
    name = NameField(_("name"), max_length=80)
    title = NameField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=50_000)
    scenarios = _items(_("scenarios"))
    steps = _items(_("steps"))
    labels = models.ManyToManyField(Label, blank=True, related_name="+")
    assignees = models.ManyToManyField(Person, blank=True, related_name="+")
    service_class = models.ForeignKey(
        "board.ServiceClass",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("class of service"),
    )

    objects = CardTemplateQuerySet.as_manager()

    MOST = Most(100, _("A board has at most %(most)s card templates. Remove one that is not used."))
    MOST_ITEMS = MOST_ITEMS  # of each kind

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "board", name="a_card_template_has_a_name_of_its_own"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def card_facts(self, board: "Board") -> dict[str, Any]:
        """Return the facts of a new card, without people who have left the board."""
        here = set(board.memberships.values_list("person", flat=True))
        return {
            "title": self.title,
            "description": self.description,
            "scenarios": list(self.scenarios),
            "steps": list(self.steps),
            "labels": [label.name for label in self.labels.all()],
            "assignees": [each for each in self.assignees.all() if each.pk in here],
            "service_class": board.shape.service_classes.get(self.service_class_id or 0),
        }
