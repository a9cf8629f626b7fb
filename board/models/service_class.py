from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from board.models.name import NameField
from board.models.revision import Revised

MOST_DAYS = 365


class Service(models.TextChoices):
    """The four classes of service of the Kanban method."""

    STANDARD = "standard", _("Standard")
    EXPEDITE = "expedite", _("Expedite")
    FIXED_DATE = "fixed_date", _("Fixed date")
    INTANGIBLE = "intangible", _("Intangible")


class ServiceClass(Revised):
    """A class of service: how limits and order apply to its cards."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="service_classes")
    name = NameField(_("name"), max_length=60)
    kind = models.CharField(max_length=10, choices=Service, default=Service.STANDARD)
    apart_from_limits = models.BooleanField(
        _("apart from limits"),
        default=False,
        help_text=_(
            "Its cards count for a person's limit and for the limit of the class itself, "
            "not for columns, lanes and the whole board."
        ),
    )
    at_most_in_days = models.PositiveSmallIntegerField(
        _("one card in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=_("Empty: any number of cards may enter it."),
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("class of service")
        verbose_name_plural = _("classes of service")
        constraints = [
            models.UniqueConstraint(
                "board",
                Lower("name"),
                name="a_class_of_service_has_its_name_alone_on_a_board",
            )
        ]

    def __str__(self) -> str:
        return self.name
