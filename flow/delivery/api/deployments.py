"""The operations for deployments, and the correction of one by a person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, ConfigDict, Field

from board.api.tokens import ApiRequest
from board.api.values import Id, Switch
from flow.delivery.access import (
    Deliverer,
    delivering_component,
    delivering_repository,
    editable_deployment,
)
from flow.delivery.api.answers import DeploymentAnswer, deployment_answer
from flow.delivery.api.callers import DeliveringRequest
from flow.delivery.api.lenient import DELIVERERS, DeliveryAccepted, checked_fields, receive
from flow.delivery.api.lenient_fields import Lenient, Name, Required, Text, Time
from flow.delivery.forges import pipeline
from flow.delivery.judgements import call_deployment
from flow.delivery.models import Deployment, DeploymentKind, Door, Repository

router = Router(tags=["Delivery"])


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
    environment: Required = None
    sha: Required = None
    status: Required = Field(
        None, description="success, failure, pending, running; others are noted and ignored."
    )
    started_at: Time = None
    finished_at: Time = None
    kind: str | None = Field(None, description="normal, hotfix, rollback or redeploy.")
    incident: Text = Field(None, description="The incident that it is done for.")
    commits: list[Any] | None = Field(None, description="Shas, or commits with what is known.")


class DeploymentVerdict(BaseModel):
    """A person's word on a deployment; what is not named stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"failed": False}]})

    failed: Switch | None = Field(None, description="null: as proposed.")
    kind: DeploymentKind | None = Field(None, description="null: as proposed.")


@router.post(
    "/deployments",
    auth=DELIVERERS,
    response={202: DeliveryAccepted},
    summary="Report a deployment",
)
def report_deployment(request: DeliveringRequest, asked: NewDeployment):
    """One attempt to bring a version of a component into an environment. The same id, environment
    and component is the same deployment; its state never goes backwards."""
    fields = checked_fields(
        asked,
        id=pipeline.id_in,
        environment=pipeline.environment_in,
        sha=pipeline.sha_in,
        status=pipeline.state_in,
    )
    _check_kind(fields)
    repository, component = _where(request.auth, fields)
    if component is not None:
        fields["component_id"] = component
    return Status(202, receive(repository, Door.DEPLOYMENTS, fields))


@router.patch("/deployments/{id}", response=DeploymentAnswer, summary="Judge a deployment")
def judge_deployment(request: ApiRequest, id: Id, asked: DeploymentVerdict):
    """A person's word wins over what was proposed: whether it failed, and of what kind it is."""
    deployment = editable_deployment(request.auth, id)
    if "failed" in asked.model_fields_set:
        deployment.judge(asked.failed)
    if "kind" in asked.model_fields_set:
        call_deployment(deployment, asked.kind or "")
    deployments = Deployment.objects.select_related("component").prefetch_related(
        "incidents_caused"
    )
    return deployment_answer(deployments.get(pk=deployment.pk))


def _check_kind(fields: dict[str, Any]) -> None:
    kind = fields.get("kind")
    if kind is not None and str(kind).lower() not in pipeline.KINDS:
        words = _("A deployment is normal, hotfix, rollback or redeploy.")
        raise ValidationError({"kind": words})


def _where(deliverer: Deliverer, fields: dict[str, Any]) -> tuple[Repository, int | None]:
    """The repository and the component that a deployment is about."""
    named = fields.get("component")
    about = pipeline.repository_in(fields)
    if named in (None, ""):
        return delivering_repository(deliverer, about), None
    repository = delivering_repository(deliverer, about) if about is not None else None
    component = delivering_component(deliverer, named, repository)
    return component.repository, component.pk
