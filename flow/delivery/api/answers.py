"""What the API says of delivery."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from flow.delivery.measures.figure import DeliveryFigure
from flow.delivery.models import (
    Change,
    Component,
    Delivery,
    Deployment,
    Incident,
    Repository,
    RepositoryToken,
    Team,
)


class TeamAnswer(BaseModel):
    id: int
    name: str
    board: str
    members: list[str]
    addresses: list[str]


class RepositoryAnswer(BaseModel):
    id: int
    provider: str
    name: str
    board: str
    default_branch: str
    left_out: list[str]
    bad_signatures: int = Field(description="Deliveries whose signature was wrong.")
    bad_signature_at: datetime | None


class RepositoryMade(RepositoryAnswer):
    """A repository with its secret, which is told once."""

    secret: str
    hook_url: str


class SecretAnswer(BaseModel):
    id: int
    secret: str
    hook_url: str
    old_secret_until: datetime | None


class RepositoryTokenMade(BaseModel):
    id: int
    name: str
    token: str = Field(description="Told once.")


class RepositoryTokenAnswer(BaseModel):
    id: int
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


class ComponentAnswer(BaseModel):
    id: int
    name: str
    repository: int
    paths: list[str]
    team: int
    production: list[str]


class DeliveryAnswer(BaseModel):
    """Something that was delivered, and what has become of it."""

    id: int
    repository: int
    door: str
    event: str
    state: str
    why: str
    received_at: datetime
    applied_at: datetime | None


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


class FigureAnswer(BaseModel):
    value: float | None
    unit: str
    n: int
    why: str | None = None


class FrequencyAnswer(FigureAnswer):
    days_with: int | None = None


class LeadTimeAnswer(FigureAnswer):
    percentiles: dict[str, float] = {}
    negative: int = Field(0, description="Changes whose time is negative; they are not counted.")


class FailRateAnswer(FigureAnswer):
    failed: int = 0


class RecoveryAnswer(FigureAnswer):
    open: int = Field(0, description="Incidents that a deployment caused and that are open.")


class ReworkAnswer(FigureAnswer):
    unplanned: int = 0


class DoraAnswer(BaseModel):
    """The five measures."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    deployment_frequency: FrequencyAnswer
    change_lead_time: LeadTimeAnswer
    change_fail_rate: FailRateAnswer
    failed_deployment_recovery_time: RecoveryAnswer
    deployment_rework_rate: ReworkAnswer


class SizesAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    changes: int
    small: int
    middle: int
    large: int
    not_known: int
    share_small: float | None = Field(description="Percent of those whose size is known.")
    files: dict[str, int]
    lines: dict[str, int]
    changes_per_deployment: float | None


class TrunkNow(BaseModel):
    repository: str
    state: str
    since: datetime | None


class TrunkAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    now: list[TrunkNow]
    green_at_first: FigureAnswer
    red_to_green: FigureAnswer
    changes_a_day: FigureAnswer
    age_at_merge: FigureAnswer


def figure_said(figure: DeliveryFigure) -> dict[str, Any]:
    said = {"value": figure.value, "unit": figure.unit, "n": figure.n}
    return said | ({"why": figure.why} if figure.why else {}) | figure.beside


def team_answer(team: Team) -> TeamAnswer:
    return TeamAnswer(
        id=team.pk,
        name=team.name,
        board=team.board.key,
        members=[person.email for person in team.members.all()],
        addresses=[each.address for each in team.addresses.all()],
    )


def repository_facts(repository: Repository) -> dict[str, Any]:
    return {
        "id": repository.pk,
        "provider": repository.provider,
        "name": repository.name,
        "board": repository.board.key,
        "default_branch": repository.default_branch,
        "left_out": repository.left_out,
        "bad_signatures": repository.bad_signatures,
        "bad_signature_at": repository.bad_signature_at,
    }


def repository_answer(repository: Repository) -> RepositoryAnswer:
    return RepositoryAnswer(**repository_facts(repository))


def token_answer(token: RepositoryToken) -> RepositoryTokenAnswer:
    return RepositoryTokenAnswer(
        id=token.pk,
        name=token.name,
        prefix=token.prefix,
        created_at=token.created_at,
        last_used_at=token.last_used_at,
    )


def component_answer(component: Component) -> ComponentAnswer:
    return ComponentAnswer(
        id=component.pk,
        name=component.name,
        repository=component.repository_id,
        paths=component.paths,
        team=component.team_id,
        production=component.production,
    )


def delivery_answer(delivery: Delivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        id=delivery.pk,
        repository=delivery.repository_id,
        door=delivery.door,
        event=delivery.event,
        state="waiting" if delivery.state == "no_component" else delivery.state,
        why=delivery.why,
        received_at=delivery.received_at,
        applied_at=delivery.applied_at,
    )


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
        kind_is_said=bool(deployment.said_kind),
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
        caused_by=incident.caused_by_id_said or None,
        deployment=incident.caused_by_id,
        proposed_cause=proposed.pk if proposed else None,
        card=incident.card.key if incident.card else None,
    )
