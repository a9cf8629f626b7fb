from flow.delivery.models.build import Build
from flow.delivery.models.change import Change
from flow.delivery.models.component import Component
from flow.delivery.models.component_change import ComponentChange
from flow.delivery.models.delivery import Delivery, DeliveryState, Door
from flow.delivery.models.deployment import Deployment, DeploymentKind, DeploymentStatus
from flow.delivery.models.incident import Incident
from flow.delivery.models.push import Push
from flow.delivery.models.repository import Provider, Repository
from flow.delivery.models.repository_token import RepositoryToken
from flow.delivery.models.repository_update import RepositoryUpdate
from flow.delivery.models.team import Team, TeamAddress

__all__ = [
    "Build",
    "Change",
    "Component",
    "ComponentChange",
    "Delivery",
    "DeliveryState",
    "Deployment",
    "DeploymentKind",
    "DeploymentStatus",
    "Door",
    "Incident",
    "Provider",
    "Push",
    "Repository",
    "RepositoryToken",
    "RepositoryUpdate",
    "Team",
    "TeamAddress",
]
