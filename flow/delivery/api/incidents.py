"""The operations for incidents."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import ConfigDict, Field

from board.api.values import length_of
from flow.delivery import judgements
from flow.delivery.access import Deliverer, delivering_component, editable_incident
from flow.delivery.api.answers import IncidentAnswer, incident_answer
from flow.delivery.api.callers import DeliveringRequest
from flow.delivery.api.lenient import DELIVERERS, fields_of, moment_of, text_of
from flow.delivery.api.lenient_fields import Lenient, Name, Required, Text, Time
from flow.delivery.api.names import card_called
from flow.delivery.models import Incident

router = Router(tags=["Delivery"])


class IncidentTerms(Lenient):
    """Fields of an incident; a field that is not named stays as it is."""

    title: str | None = None
    detected_at: Time = None
    restored_at: Time = None
    caused_by: Text = Field(
        None,
        description="The caller's id of a production deployment: of this component, else of another "
        "one of its repository or board.",
    )
    card: Name = Field(None, description="A card by its key or number.")


class NewIncident(IncidentTerms):
    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "required": ["component", "detected_at", "title"],
            "examples": [
                {"component": "api", "detected_at": "2026-11-18T15:52:00Z", "title": "No fares"}
            ],
        },
    )

    id: Text = None
    component: Name = None
    title: Required = None


@router.post(
    "/incidents", auth=DELIVERERS, response={201: IncidentAnswer}, summary="Report an incident"
)
def report_incident(request: DeliveringRequest, asked: NewIncident):
    """A time during which users of a component were affected. With the same id nothing is made twice."""
    fields = fields_of(asked)
    title, detected = text_of(fields, "title"), moment_of(fields, "detected_at")
    if asked.component is None:
        raise ValidationError({"component": _("This is required.")})
    if not title or detected is None:
        raise ValidationError({"detected_at" if title else "title": _("This is required.")})
    component = delivering_component(request.auth, asked.component)
    incident = judgements.report_incident(
        component,
        external_id=text_of(fields, "id"),
        **_terms(request.auth, fields, component),
    )
    return Status(201, incident_answer(incident))


@router.patch(
    "/incidents/{id}", auth=DELIVERERS, response=IncidentAnswer, summary="Change an incident"
)
def change_incident(request: DeliveringRequest, id: str, asked: IncidentTerms):
    """Say when it was restored, or what caused it; by our id or by yours."""
    incident = editable_incident(request.auth, id)
    fields = fields_of(asked)
    for field in ("title", "detected_at"):
        if field in fields and not fields[field]:
            raise ValidationError({field: _("This is required.")})
    judgements.revise_incident(incident, **_terms(request.auth, fields, incident.component))
    return incident_answer(incident)


def _terms(deliverer: Deliverer, fields: dict[str, Any], component: Any) -> dict[str, Any]:
    """The sent fields of an incident, as its verb takes them."""
    terms: dict[str, Any] = {}
    if "title" in fields:
        terms["title"] = text_of(fields, "title", most=length_of(Incident, "title"))
    for field in ("detected_at", "restored_at"):
        if field in fields:
            terms[field] = moment_of(fields, field)
    if "caused_by" in fields:
        terms["caused_by"] = text_of(fields, "caused_by")
    if "card" in fields:
        terms["card"] = card_called(deliverer, fields["card"], component)
    return terms
