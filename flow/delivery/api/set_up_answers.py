"""The answers of the API about teams, repositories, components and deliveries."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from flow.delivery.models import Component, Delivery, Repository, RepositoryToken, Team


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
    """A repository with its secret, which is shown once."""

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
    token: str = Field(description="Shown once.")


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
