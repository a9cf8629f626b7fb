from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from flow.delivery.models.repository import Repository

if TYPE_CHECKING:
    from board.models import Board

KEPT = timedelta(days=30)  # a raw body
LARGE = 1024 * 1024  # bytes of a body that is not kept once it was applied
KEPT_AT_ALL = timedelta(days=365)


class Door(models.TextChoices):
    """By what a delivery came in."""

    GITHUB = "github", _("GitHub")
    GITLAB = "gitlab", _("GitLab")
    DEPLOYMENTS = "deployments", _("a pipeline, of deployments")
    BUILDS = "builds", _("a pipeline, of builds")
    LOG = "log", _("the log of git")


class DeliveryState(models.TextChoices):
    """The outcome of a delivery."""

    WAITING = "waiting", _("waiting")
    NO_COMPONENT = "no_component", _("waiting: no component yet")
    APPLIED = "applied", _("applied")
    IGNORED = "ignored", _("ignored")
    FAILED = "failed", _("failed")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, repository: Repository) -> "DeliveryQuerySet":
        return self.filter(repository=repository)

    def of_repositories_of(self, board: "Board") -> "DeliveryQuerySet":
        return self.filter(repository__board=board)

    def latest_with_repository(self) -> "DeliveryQuerySet":
        return self.select_related("repository").defer("body").order_by("-pk")

    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.WAITING)

    def without_component(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.NO_COMPONENT)

    def apply_again(self) -> None:
        """Let those be applied again whose body is still known."""
        self.filter(body__isnull=False).update(state=DeliveryState.WAITING, why="")

    def sizes(self) -> Any:
        """The ids and the lengths of the bodies, in the order in which they came."""
        return self.order_by("pk").annotate(bytes=Length("body")).values_list("pk", "bytes")

    def repositories(self) -> list[int]:
        """Return the repositories of these deliveries."""
        return list(self.order_by().values_list("repository", flat=True).distinct())

    def to_forget(self, now: datetime) -> "DeliveryQuerySet":
        """Return the deliveries whose body is to be deleted."""
        return self.exclude(state=DeliveryState.WAITING).filter(
            body__isnull=False, received_at__lt=now - KEPT
        )

    def to_delete(self, now: datetime) -> "DeliveryQuerySet":
        return self.exclude(state=DeliveryState.WAITING).filter(received_at__lt=now - KEPT_AT_ALL)

    def forget_bodies(self) -> None:
        self.update(body=None)


class Delivery(models.Model):
    """Something that was delivered, as it came in; it is applied by a task."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="deliveries")
    door = models.CharField(max_length=11, choices=Door)
    key = models.CharField(max_length=200)  # the same for the same delivery, sent again
    event = models.CharField(max_length=80, default="")
    body = models.BinaryField(null=True)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.WAITING)
    why = models.TextField(default="")
    applied_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "door", "key"], name="a_delivery_comes_in_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["repository"],
                condition=Q(state=DeliveryState.WAITING),
                name="deliveries_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.event} {self.key}".strip()

    @classmethod
    def receive(
        cls, repository: Repository, door: Door, *, key: str, body: bytes, event: str = ""
    ) -> "Delivery":
        """Keep a delivery, to be applied by a task.

        One that came before is kept once; if it could not be applied, it is applied again.
        """
        Delivery.objects.bulk_create(
            [Delivery(repository=repository, door=door, key=key, event=event[:80], body=body)],
            ignore_conflicts=True,
        )
        delivery = Delivery.objects.defer("body").get(repository=repository, door=door, key=key)
        if delivery.state in (DeliveryState.IGNORED, DeliveryState.FAILED):
            Delivery.objects.filter(pk=delivery.pk).update(
                state=DeliveryState.WAITING, body=body, why=""
            )
            delivery.state = DeliveryState.WAITING
        return delivery

    def again(self) -> None:
        """Let it be applied again, if its body is still known."""
        Delivery.objects.filter(pk=self.pk).apply_again()

    def is_over(self, state: DeliveryState, why: str = "") -> None:
        """Note what became of it; a large body is not kept."""
        outcome = {"state": state, "why": why[:2000], "applied_at": timezone.now()}
        Delivery.objects.filter(pk=self.pk).update(**outcome)
        if state == DeliveryState.APPLIED and self.body is not None and len(self.body) > LARGE:
            Delivery.objects.filter(pk=self.pk).update(body=None)
