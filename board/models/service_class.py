from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    """The four classes of service of the Kanban method."""

    STANDARD = "standard", _("Standard")
    EXPEDITE = "expedite", _("Expedite")
    FIXED_DATE = "fixed_date", _("Fixed date")
    INTANGIBLE = "intangible", _("Intangible")


class ServiceClass(models.Model):
    """A class of service: how its cards are treated by limits and order."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="service_classes")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(max_length=10, choices=Service, default=Service.STANDARD)
    apart_from_limits = models.BooleanField(
        _("apart from limits"),
        default=False,
        help_text=_(
            "Its cards count for a person's limit and for the limit of the class itself, "
            "not for columns, lanes and the whole board."
        ),
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
