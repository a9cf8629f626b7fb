from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.checks import check_fields
from board.models.name import NameField
from flow.delivery.models.component import Component
from flow.delivery.models.deployment import Deployment

if TYPE_CHECKING:
    from board.models import Board, Card


class IncidentQuerySet(models.QuerySet["Incident"]):
    def shown_on(self, board: "Board") -> "IncidentQuerySet":
        return self.filter(component__team__board=board)

    def of_card(self, card: "Card") -> "IncidentQuerySet":
        return self.filter(card=card)

    def of_components(self, components: Iterable[Component]) -> "IncidentQuerySet":
        return self.filter(component__in=list(components))

    def detected_between(self, first: datetime, last: datetime) -> "IncidentQuerySet":
        return self.filter(detected_at__range=(first, last))

    def caused(self) -> "IncidentQuerySet":
        """Return the incidents that a deployment caused."""
        return self.filter(caused_by__isnull=False)

    def open(self) -> "IncidentQuerySet":
        return self.filter(restored_at=None)

    def with_nouns(self) -> "IncidentQuerySet":
        return self.select_related("component__team", "caused_by__component__team", "card__board")

    def of_component(self, component: Component) -> "IncidentQuerySet":
        return self.filter(component=component)

    def open_of(self, board: "Board", component: str) -> "IncidentQuerySet":
        """Return the open incidents of the components of this name that the board's teams own."""
        return self.shown_on(board).filter(restored_at=None, component__name__iexact=component)

    def that_may_name(self, component: Component) -> "IncidentQuerySet":
        """Return the incidents whose named cause may be a deployment of this component.

        They are its own, and those beside it that name the id of one of its deployments.
        """
        ids = component.deployments.filter(is_production=True).values("external_id")
        beside = Q(
            component__in=Component.objects.beside(component).values("pk"),
            named_cause__in=ids,
        )
        is_own = Q(caused_by__component=models.F("component"))
        named = self.exclude(named_cause="").exclude(is_own)
        near = named.filter(Q(component=component) | beside)
        return near.select_related("component__repository", "component__team", "caused_by")

    def latest_first(self) -> "IncidentQuerySet":
        return self.order_by("-detected_at", "-pk")


class Incident(models.Model):
    """A time during which users of a component were affected."""

    component = models.ForeignKey(Component, models.CASCADE, related_name="incidents")
    external_id = models.CharField(max_length=200, default="")
    title = NameField(gettext_lazy("title"), max_length=200)
    detected_at = models.DateTimeField()
    restored_at = models.DateTimeField(null=True)
    named_cause = models.CharField(max_length=200, default="", db_column="caused_by_id_said")
    caused_by = models.ForeignKey(
        Deployment, models.SET_NULL, null=True, related_name="incidents_caused"
    )
    card = models.ForeignKey(
        "board.Card", models.SET_NULL, null=True, related_name="+", db_constraint=False
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-detected_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "external_id"],
                condition=~Q(external_id=""),
                name="an_incident_is_known_once",
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None) | Q(restored_at__gte=models.F("detected_at")),
                name="an_incident_is_detected_before_it_is_restored",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def report(
        cls,
        component: Component,
        *,
        title: str,
        detected_at: datetime,
        external_id: str = "",
        **fields: Any,
    ) -> "Incident":
        """Report a new incident, or revise the one that the caller reported under this id."""
        incident = cls.known_as(component, external_id)
        return incident.revise(title=title, detected_at=detected_at, **fields)

    @classmethod
    def known_as(cls, component: Component, external_id: str) -> "Incident":
        """Return the incident that the caller reported under this id, or a new one, not saved yet."""
        same = component.incidents.filter(external_id=external_id)
        known = same.first() if external_id else None
        return known or cls(component=component, external_id=external_id)

    def revise(self, **fields: Any) -> "Incident":
        """Change what is named.

        `caused_by` is the caller's id of a production deployment, "" for none; or a deployment.
        """
        if "caused_by" in fields:
            self._name_cause(fields.pop("caused_by"))
        for what, value in fields.items():
            setattr(self, what, value)
        check_fields(self, "title")
        if self.restored_at is not None and self.restored_at < self.detected_at:
            words = _("An incident is restored after it was detected.")
            raise ValidationError({"restored_at": words})
        self.tie()
        with transaction.atomic():
            self.save()
            self.component.repository.raise_version()
        return self

    def tie(self) -> None:
        """Find the deployment that it names; one that is not known yet is tied later.

        A deployment of the component itself stays; one of another component is looked up again.
        """
        is_own = self.caused_by is not None and self.caused_by.component_id == self.component_id
        if self.named_cause and not is_own:
            self.caused_by = Deployment.objects.named_as_cause(self.component, self.named_cause)

    def _name_cause(self, cause: "Deployment | str | None") -> None:
        """Keep the id that names the cause; a deployment that its id does not name is kept itself."""
        if not isinstance(cause, Deployment):
            self.named_cause, self.caused_by = cause or "", None
            return
        named = Deployment.objects.named_as_cause(self.component, cause.external_id)
        self.named_cause = cause.external_id if named == cause else ""
        self.caused_by = cause

    @property
    def proposed_cause(self) -> Deployment | None:
        """The latest production deployment before it was detected, where none was named."""
        if self.caused_by is not None or self.named_cause:
            return None
        earlier = Deployment.objects.of_component(self.component).in_production()
        return earlier.filter(finished_at__lte=self.detected_at).latest_first().first()
