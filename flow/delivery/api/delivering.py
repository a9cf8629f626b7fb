"""The doors of any pipeline: deployments, builds, incidents, the log of git. One line is enough.

Fields that we do not know are passed over here, unlike elsewhere in the API.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from board.api.answers import problem
from board.api.tokens import ApiRequest
from board.api.values import Id, Switch, length_of
from board.models.words import is_storable
from flow.delivery.access import (
    Deliverer,
    delivering_component,
    delivering_repository,
    editable_deployment,
    editable_incident,
)
from flow.delivery.api.answers import (
    DeploymentAnswer,
    IncidentAnswer,
    deployment_answer,
    incident_answer,
)
from flow.delivery.api.callers import DeliveringBearer, DeliveringRequest
from flow.delivery.api.naming import card_called
from flow.delivery.applying import count_if_quick
from flow.delivery.forges import pipeline
from flow.delivery.forges.moments import moment
from flow.delivery.gitlog import LogTooLarge, in_parts
from flow.delivery.models import (
    Delivery,
    Deployment,
    DeploymentKind,
    Door,
    Incident,
    Repository,
)
from flow.delivery.tasks import ring

router = Router(tags=["Delivery"])

DELIVERERS = DeliveringBearer()
BLOCK = 64 * 1024
Text = str | int | None
Time = Annotated[str | float | None, Field(description="ISO 8601, or seconds since 1970.")]
Said = Annotated[  # demanded where it is told: the description knows no null
    str | None,
    WithJsonSchema({"type": "string", "maxLength": 200, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}),
]


def _storable(value: str | int | None) -> str | int | None:
    if isinstance(value, str) and not is_storable(value):
        raise PydanticCustomError("string_unicode", _("A text cannot hold this."))
    return value


Name = Annotated[str | int | None, AfterValidator(_storable), Field(description="A name or an id.")]


class Lenient(BaseModel):
    """What a pipeline says; fields that we do not know are kept for their reader."""

    model_config = ConfigDict(extra="allow")


class NewDeployment(Lenient):
    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "required": ["id", "environment", "sha", "status"],
            "examples": [
                {
                    "id": "1041",
                    "component": "api",
                    "environment": "production",
                    "sha": "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
                    "status": "success",
                }
            ],
        },
    )

    id: Text = None
    component: Name = None
    repository: Name = None
    environment: Said = None
    sha: Said = None
    status: Said = Field(
        None, description="success, failure, pending, running; others are noted and ignored."
    )
    started_at: Time = None
    finished_at: Time = None
    kind: str | None = Field(None, description="normal, hotfix, rollback or redeploy.")
    incident: Text = Field(None, description="The incident that it is done for.")
    commits: list[Any] | None = Field(None, description="Shas, or commits with what is known.")


class NewBuild(Lenient):
    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "required": ["id", "sha", "status"],
            "examples": [
                {"id": "77", "repository": "acme/harbour", "sha": "f95f852", "status": "success"}
            ],
        },
    )

    id: Text = None
    repository: Name = None
    sha: Said = None
    attempt: int | None = Field(None, ge=1, le=10_000)
    status: Said = None
    started_at: Time = None
    finished_at: Time = None


class IncidentTerms(Lenient):
    """What may be said of an incident; what is not named stays as it is."""

    title: str | None = None
    detected_at: Time = None
    restored_at: Time = None
    caused_by: Text = Field(None, description="The caller's id of a production deployment.")
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
    title: Said = None


class DeliveryAccepted(BaseModel):
    """A delivery was kept; a task applies it."""

    id: int = Field(description="Of the delivery.")
    state: str


class LogAccepted(BaseModel):
    """A log was kept, in parts; a task applies them."""

    parts: int


class DeploymentVerdict(BaseModel):
    """A person's word on a deployment; what is not named stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"failed": False}]})

    failed: Switch | None = Field(None, description="null: as it is proposed.")
    kind: DeploymentKind | None = Field(None, description="null: as it is proposed.")


@router.post(
    "/deployments",
    auth=DELIVERERS,
    response={202: DeliveryAccepted},
    summary="Tell of a deployment",
)
def tell_deployment(request: DeliveringRequest, asked: NewDeployment):
    """One attempt to bring a version of a component into an environment. The same id, environment
    and component is the same deployment; its state never goes backwards."""
    said = _said(asked)
    _check_required(
        said,
        id=pipeline.id_said(said),
        environment=pipeline.environment_said(said),
        sha=pipeline.sha_said(said),
        status=pipeline.state_said(said),
    )
    _check_kind(said)
    repository, component = _where(request.auth, said)
    if component is not None:
        said["component_id"] = component
    return Status(202, _receive(repository, Door.DEPLOYMENTS, said))


@router.post(
    "/builds", auth=DELIVERERS, response={202: DeliveryAccepted}, summary="Tell of a build"
)
def tell_build(request: DeliveringRequest, asked: NewBuild):
    """One attempt to build a commit of the trunk."""
    said = _said(asked)
    _check_required(
        said,
        id=pipeline.id_said(said),
        sha=pipeline.sha_said(said),
        status=pipeline.state_said(said),
    )
    repository = delivering_repository(request.auth, pipeline.repository_said(said))
    return Status(202, _receive(repository, Door.BUILDS, said))


@router.post(
    "/incidents", auth=DELIVERERS, response={201: IncidentAnswer}, summary="Report an incident"
)
def report_incident(request: DeliveringRequest, asked: NewIncident):
    """A time during which users of a component were hurt. With the same id nothing is made twice."""
    said = _said(asked)
    title, detected = _text(said, "title"), _moment(said, "detected_at")
    if asked.component is None:
        raise ValidationError({"component": _("This is required.")})
    if not title or detected is None:
        raise ValidationError({"detected_at" if title else "title": _("This is required.")})
    component = delivering_component(request.auth, asked.component)
    incident = Incident.report(
        component,
        external_id=_text(said, "id"),
        **_terms(request.auth, said, component),
    )
    _count(component.repository)
    return Status(201, incident_answer(incident))


@router.patch(
    "/incidents/{id}", auth=DELIVERERS, response=IncidentAnswer, summary="Change an incident"
)
def change_incident(request: DeliveringRequest, id: str, asked: IncidentTerms):
    """Say when it was restored, or what caused it; by our id or by yours."""
    incident = editable_incident(request.auth, id)
    said = _said(asked)
    for field in ("title", "detected_at"):
        if field in said and not said[field]:
            raise ValidationError({field: _("This is required.")})
    incident.revise(**_terms(request.auth, said, incident.component))
    _count(incident.component.repository)
    return incident_answer(incident)


@router.post(
    "/repositories/{id}/log",
    auth=DELIVERERS,
    response={202: LogAccepted, 415: problem.Problem},
    summary="Tell the log of git",
)
def tell_log(request: DeliveringRequest, id: Id):
    """The text of `git log --first-parent -m --numstat`, as text/plain, however long. It completes
    what is known of changes: their files, their lines, their order."""
    repository = delivering_repository(request.auth, id)
    if request.content_type != "text/plain":
        words = _("Send the text of the log as text/plain.")
        return problem.said(problem.plain(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not_text", words))
    parts = 0
    try:
        with transaction.atomic():
            for part in in_parts(_blocks(request)):
                parts += 1
                key = sha256(part).hexdigest()
                Delivery.receive(repository, Door.LOG, key=key, body=part)
    except LogTooLarge:
        words = _("One commit of this log is too large.")
        return problem.said(problem.plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", words))
    ring()
    return Status(202, LogAccepted(parts=parts))


@router.patch("/deployments/{id}", response=DeploymentAnswer, summary="Judge a deployment")
def judge_deployment(request: ApiRequest, id: Id, asked: DeploymentVerdict):
    """A person's word wins over what was proposed: whether it failed, and of what kind it is."""
    deployment = editable_deployment(request.auth, id)
    if "failed" in asked.model_fields_set:
        deployment.judge(asked.failed)
    if "kind" in asked.model_fields_set:
        deployment.call(asked.kind or "")
        _count(deployment.repository)
    found = Deployment.objects.select_related("component").prefetch_related("incidents_caused")
    return deployment_answer(found.get(pk=deployment.pk))


def _said(asked: BaseModel) -> dict[str, Any]:
    """What was said, as JSON; fields with null say nothing but in a change."""
    return json.loads(json.dumps(asked.model_dump(exclude_unset=True), default=str))


def _check_required(said: dict[str, Any], **found: str) -> None:
    missing = {field: _("This is required.") for field, value in found.items() if not value}
    if missing:
        raise ValidationError(missing)
    for field in ("started_at", "finished_at"):
        _moment(said, field)


def _check_kind(said: dict[str, Any]) -> None:
    kind = said.get("kind")
    if kind is not None and str(kind).lower() not in pipeline.KINDS:
        words = _("A deployment is normal, hotfix, rollback or redeploy.")
        raise ValidationError({"kind": words})


def _where(deliverer: Deliverer, said: dict[str, Any]) -> tuple[Repository, int | None]:
    """The repository and the component that a deployment is about."""
    named = said.get("component")
    about = pipeline.repository_said(said)
    if named in (None, ""):
        return delivering_repository(deliverer, about), None
    repository = delivering_repository(deliverer, about) if about is not None else None
    component = delivering_component(deliverer, named, repository)
    return component.repository, component.pk


def _receive(repository: Repository, door: Door, said: dict[str, Any]) -> DeliveryAccepted:
    key = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    body = json.dumps(said | {"received_at": timezone.now().isoformat()}).encode()
    delivery = Delivery.receive(repository, door, key=key, body=body)
    ring()
    return DeliveryAccepted(id=delivery.pk, state=delivery.state)


def _terms(deliverer: Deliverer, said: dict[str, Any], component: Any) -> dict[str, Any]:
    """What is said of an incident, as its verb takes it."""
    terms: dict[str, Any] = {}
    if "title" in said:
        terms["title"] = _text(said, "title", most=length_of(Incident, "title"))
    for field in ("detected_at", "restored_at"):
        if field in said:
            terms[field] = _moment(said, field)
    if "caused_by" in said:
        terms["caused_by"] = _text(said, "caused_by")
    if "card" in said:
        terms["card"] = card_called(deliverer, said["card"], component)
    return terms


def _text(said: dict[str, Any], field: str, *, most: int = 200) -> str:
    value = said.get(field)
    if value is None:
        return ""
    text = str(value).strip()
    if not is_storable(text):
        raise ValidationError({field: _("A text cannot hold this.")})
    if len(text) > most:
        raise ValidationError({field: _("At most %(most)s characters.") % {"most": most}})
    return text


def _moment(said: dict[str, Any], field: str) -> datetime | None:
    value = said.get(field)
    found = moment(value)
    if value is not None and found is None:
        raise ValidationError({field: _("Write a moment like 2026-11-23T09:00:00Z.")})
    return found


def _blocks(request: HttpRequest) -> Iterator[bytes]:
    while block := request.read(BLOCK):
        yield block


def _count(repository: Repository) -> None:
    """Let what follows from this be counted again: at once if that is quick, else by a task."""
    repository.ask_to_count()
    count_if_quick(repository)
    ring()
