"""The answers of the API about deployments, changes and incidents."""

from datetime import datetime

from pydantic import BaseModel, Field

from flow.delivery.models import Change, Deployment, Incident


class DeploymentAnswer(BaseModel):
    id: int
    external_id: str
    repository: int
    component: str | None
    component_id: int | None
    environment: str
    is_production: bool
    sha: str
    status: str
    kind: str
    kind_is_said: bool
    failed: bool = Field(description="Whether it counts as failed.")
    failed_because: str = Field(description="`person`, `incident`, `followed` or empty.")
    followed_by: int | None = Field(description="The rollback or hotfix that came soon after.")
    changes: int | None = Field(description="How many it brought; null: not known.")
    incident: str
    started_at: datetime | None
    finished_at: datetime | None


class ReachedAnswer(BaseModel):
    """A component that a change belongs to, and when it came to production there."""

    component: str
    component_id: int
    deployment: int | None
    deployed_at: datetime | None
    lead_time: float | None = Field(description="Hours; negative where clocks disagree.")


class ChangeAnswer(BaseModel):
    id: int
    sha: str
    repository: int
    title: str
    at: datetime
    pull: int | None
    files: int | None
    added: int | None
    removed: int | None
    size: str
    cards: list[str]
    components: list[ReachedAnswer]


class IncidentAnswer(BaseModel):
    id: int
    external_id: str
    component: str
    component_id: int
    title: str
    detected_at: datetime
    restored_at: datetime | None
    caused_by: str | None = Field(description="The caller's id of a deployment.")
    deployment: int | None = Field(description="The id of that deployment; null: not known yet.")
    proposed_cause: int | None = Field(description="Where nobody named a cause.")
    card: str | None


class WaitingAnswer(BaseModel):
    """A change that is on the trunk and not in production."""

    component: str
    component_id: int
    sha: str
    title: str
    since: datetime
    cards: list[str]


def deployment_answer(deployment: Deployment) -> DeploymentAnswer:
    caused = [each.pk for each in deployment.incidents_caused.all()]
    because = ""
    if deployment.failed is not None:
        because = "person"
    elif caused:
        because = "incident"
    elif deployment.followed_by_id is not None:
        because = "followed"
    return DeploymentAnswer(
        id=deployment.pk,
        external_id=deployment.external_id,
        repository=deployment.repository_id,
        component=deployment.component.name if deployment.component else None,
        component_id=deployment.component_id,
        environment=deployment.environment,
        is_production=deployment.is_production,
        sha=deployment.sha,
        status=deployment.status,
        kind=deployment.kind,
        kind_is_said=bool(deployment.given_kind),
        failed=bool(because) if deployment.failed is None else deployment.failed,
        failed_because=because,
        followed_by=deployment.followed_by_id,
        changes=deployment.brings,
        incident=deployment.incident,
        started_at=deployment.started_at,
        finished_at=deployment.finished_at,
    )


def change_answer(change: Change) -> ChangeAnswer:
    return ChangeAnswer(
        id=change.pk,
        sha=change.sha,
        repository=change.repository_id,
        title=change.words,
        at=change.at,
        pull=change.pull,
        files=change.files,
        added=change.added,
        removed=change.removed,
        size=change.size.value,
        cards=[card.key for card in change.cards.all()],
        components=[
            ReachedAnswer(
                component=link.component.name,
                component_id=link.component_id,
                deployment=link.deployment_id,
                deployed_at=link.deployment.finished_at if link.deployment else None,
                lead_time=(link.deployment.finished_at - change.at).total_seconds() / 3600
                if link.deployment and link.deployment.finished_at
                else None,
            )
            for link in change.in_components.all()
        ],
    )


def incident_answer(incident: Incident) -> IncidentAnswer:
    proposed = incident.proposed_cause
    return IncidentAnswer(
        id=incident.pk,
        external_id=incident.external_id,
        component=incident.component.name,
        component_id=incident.component_id,
        title=incident.title,
        detected_at=incident.detected_at,
        restored_at=incident.restored_at,
        caused_by=incident.named_cause
        or (incident.caused_by.external_id if incident.caused_by else None),
        deployment=incident.caused_by_id,
        proposed_cause=proposed.pk if proposed else None,
        card=incident.card.key if incident.card else None,
    )
