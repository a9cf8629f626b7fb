from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from flow.delivery.models.component import Component
from flow.delivery.models.repository import Repository

if TYPE_CHECKING:
    from board.models import Board
    from flow.delivery.models.component_change import ComponentChange
    from flow.delivery.models.incident import Incident


FEW = 10  # changes of a deployment that a list shows
LONG = ("paths", "added_by_path", "removed_by_path", "reverts", "names")  # of changes, not shown


class DeploymentStatus(models.TextChoices):
    PENDING = "pending", _("pending")
    RUNNING = "running", _("running")
    FAILED = "failed", _("did not deploy")
    SUCCEEDED = "succeeded", _("deployed")


ORDER_OF_STATUS = {status: place for place, status in enumerate(DeploymentStatus.values)}


class DeploymentKind(models.TextChoices):
    NORMAL = "normal", _("normal")
    HOTFIX = "hotfix", _("hotfix")
    ROLLBACK = "rollback", _("rollback")
    REDEPLOY = "redeploy", _("redeploy")


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def shown_on(self, board: "Board") -> "DeploymentQuerySet":
        """Return the deployments of the components of its teams, and of its repositories without a
        component.
        """
        mine = Q(component__team__board=board) | Q(
            component=None, copies=None, repository__board=board
        )
        return self.filter(mine).distinct()

    def in_production(self) -> "DeploymentQuerySet":
        return self.filter(is_production=True, status=DeploymentStatus.SUCCEEDED)

    def of_components(self, components: Iterable[Component]) -> "DeploymentQuerySet":
        return self.filter(component__in=list(components))

    def finished_between(self, first: datetime, last: datetime) -> "DeploymentQuerySet":
        return self.filter(finished_at__range=(first, last))

    def recorded_between(self, first: datetime, last: datetime) -> "DeploymentQuerySet":
        return self.filter(told_at__range=(first, last))

    def planned_forwards(self) -> "DeploymentQuerySet":
        """Without rollbacks and redeploys: what the frequency counts."""
        return self.exclude(kind__in=(DeploymentKind.ROLLBACK, DeploymentKind.REDEPLOY))

    def unplanned(self) -> "DeploymentQuerySet":
        """Hotfixes, rollbacks, and those that name an incident."""
        kinds = (DeploymentKind.HOTFIX, DeploymentKind.ROLLBACK)
        return self.filter(Q(kind__in=kinds) | ~Q(incident=""))

    def rolled_back(self) -> "DeploymentQuerySet":
        """Return the deployments that a rollback followed soon."""
        return self.filter(followed_by__kind=DeploymentKind.ROLLBACK)

    def that_can_fail(self) -> "DeploymentQuerySet":
        """Return the deployments that the fail rate counts: they bring changes, or their changes
        are not known.
        """
        back = (DeploymentKind.ROLLBACK, DeploymentKind.REDEPLOY)
        return self.filter(Q(brings__gt=0) | (Q(brings=None) & ~Q(kind__in=back)))

    def last_attempts_that_failed(self, board: "Board") -> "DeploymentQuerySet":
        """Of each component of the teams of a board the last attempt in production that has ended,
        where it failed."""
        ended = (DeploymentStatus.SUCCEEDED, DeploymentStatus.FAILED)
        last = self.filter(
            component=models.OuterRef("component"), is_production=True, status__in=ended
        ).latest_first()
        mine = self.filter(component__team__board=board, status=DeploymentStatus.FAILED)
        failed = mine.filter(pk=models.Subquery(last.values("pk")[:1]), is_production=True)
        return failed.select_related("component").order_by("told_at", "pk")

    def with_nouns(self, *, most: int | None = FEW) -> "DeploymentQuerySet":
        """With its component, its incidents and the changes that it brought first, in few statements.

        At most `most` changes, the last ones, and one more if there are more; None: all of them.
        """
        brought = apps.get_model("delivery", "ComponentChange").objects.select_related("change")
        brought = brought.prefetch_related("change__cards").order_by("-change__place", "-pk")
        brought = brought.defer(*(f"change__{field}" for field in LONG))
        if most is not None:
            brought = brought[: most + 1]
        return self.select_related("component__team", "repository", "followed_by").prefetch_related(
            "incidents_caused", models.Prefetch("first_brought", brought, to_attr="brought_first")
        )

    def causes_of(
        self, components: Iterable[Component], *, most: int, known: "Incident | None" = None
    ) -> "DeploymentQuerySet":
        """The last production deployments of these, and what an incident names or is offered."""
        last = self.of_components(components).in_production().latest_first()
        ids = list(last.values_list("pk", flat=True)[:most])
        if known is not None:
            proposed = known.proposed_cause
            ids += [pk for pk in (known.caused_by_id, proposed and proposed.pk) if pk]
        return self.filter(pk__in=ids).select_related("component").latest_first()

    def of_component(self, component: Component) -> "DeploymentQuerySet":
        return self.filter(component=component)

    def named_as_cause(self, component: Component, external_id: str) -> "Deployment | None":
        """The production deployment with this id that an incident of the component names.

        It is one of the component itself; else the only one of its repository; else the only one
        of the boards of its repository and of its team.
        """
        named = self.filter(external_id=external_id, is_production=True)
        if own := named.of_component(component).first():
            return own
        near = named.filter(component__in=Component.objects.beside(component))
        for some in (near.filter(repository=component.repository_id), near):
            if candidates := list(some[:2]):
                return candidates[0] if len(candidates) == 1 else None
        return None

    def latest_first(self) -> "DeploymentQuerySet":
        return self.order_by("-told_at", "-pk")

    def as_counted(self) -> "DeploymentQuerySet":
        """In the order in which those of a component are counted: at the same time, copies first."""
        return self.order_by("told_at", Coalesce(-models.F("copy_of"), models.F("pk")))


class Deployment(models.Model):
    """One attempt to bring a version of a component into an environment.

    One that names no component is kept as it came; it is copied to each component of the repository
    to which it brings a change.
    """

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="deployments")
    component = models.ForeignKey(Component, models.CASCADE, null=True, related_name="deployments")
    copy_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="copies")
    external_id = models.CharField(max_length=200)
    environment = models.CharField(max_length=200)
    says_production = models.BooleanField(null=True)  # as the provider says
    is_production = models.BooleanField(default=False)
    sha = models.CharField(max_length=64)
    ref = models.CharField(max_length=300, default="")
    named_commits = ArrayField(models.CharField(max_length=64), default=list, db_column="told")
    status = models.CharField(max_length=9, choices=DeploymentStatus)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField()  # finished, else started, else received
    given_kind = models.CharField(
        max_length=8, default="", db_column="said_kind"
    )  # by the caller or a person
    kind = models.CharField(max_length=8, choices=DeploymentKind, default=DeploymentKind.NORMAL)
    incident = models.CharField(max_length=200, default="")  # that it was done for
    failed = models.BooleanField(null=True)  # a person's word
    followed_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_constraint=False
    )  # the rollback or hotfix that came soon after it
    brings = models.PositiveIntegerField(null=True)  # changes; None: not known

    objects = DeploymentQuerySet.as_manager()
    brought_first: "list[ComponentChange]"  # where it was fetched with its nouns

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["repository", "external_id", "environment", "component"],
                nulls_distinct=False,
                name="a_deployment_is_known_once_in_an_environment",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DeploymentKind.values),
                name="a_deployment_is_of_a_kind_that_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["component", "told_at"], name="deployments_by_time"),
            models.Index(fields=["repository", "sha"], name="deployments_by_commit"),
            GinIndex(fields=["named_commits"], name="deployments_by_what_they_name"),
        ]

    def __str__(self) -> str:
        return f"{self.external_id} in {self.environment}"

    @property
    def failed_because(self) -> str:
        """`person`, `incident` or `followed`, where it counts as failed; else nothing."""
        if self.failed is not None:
            return "person" if self.failed else ""
        if self.incidents_caused.all():
            return "incident"
        return "followed" if self.followed_by_id else ""

    @property
    def is_unplanned(self) -> bool:
        """A hotfix, a rollback, or one that names an incident."""
        unplanned = (DeploymentKind.HOTFIX, DeploymentKind.ROLLBACK)
        return self.kind in unplanned or bool(self.incident)

    def judge(self, failed: bool | None) -> None:
        """A person says whether it failed; None leaves it to what is proposed."""
        with transaction.atomic():
            self.failed = failed
            self.save(update_fields=["failed"])
            self.repository.raise_version()

    def call(self, kind: str) -> None:
        """Set its kind as a person judges it; "" leaves the kind that is proposed."""
        with transaction.atomic():
            self.given_kind = kind
            self.kind = kind or self.kind
            self.save(update_fields=["given_kind", "kind"])
            self.repository.raise_version()
