"""The set-up of delivery as its page shows it."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from board.models import Board
from flow.delivery.gitlog import LINE
from flow.delivery.models import (
    Component,
    Delivery,
    DeliveryState,
    Provider,
    Repository,
    RepositoryToken,
    Team,
)

LAST_DELIVERIES = 50  # deliveries on the page

STEPS: dict[str, list[object]] = {
    Provider.GITHUB: [
        _("At GitHub: Settings, Webhooks, Add webhook."),
        _("Paste address and secret. Content type: application/json."),
        _(
            "Choose individual events and tick Pushes, Pull requests, Deployments, Deployment "
            "statuses, Workflow runs, Issues, Repositories."
        ),
    ],
    Provider.GITLAB: [
        _("At GitLab: Settings, Webhooks, Add new webhook."),
        _("Paste the address, and the secret as secret token."),
        _(
            "Tick Push events, Merge request events, Deployment events, Pipeline events, Issues "
            "events."
        ),
    ],
    Provider.OTHER: [
        _("Create a key below, and keep it where your pipeline keeps its secrets."),
        _("Put one of the lines after the step that deploys."),
    ],
}


def hook_url(repository: Repository) -> str:
    """Where its provider is to send its hooks; none for another place, which has a key."""
    if repository.provider == Provider.OTHER:
        return ""
    return f"{settings.SITE_URL}/api/v1/hooks/{repository.provider}/{repository.handle}"


@dataclass(frozen=True)
class ShownOnce:
    """A secret that is shown once: of a repository's hook, or a key for its pipeline."""

    repository: Repository
    secret: str = ""
    token: str = ""


@dataclass(frozen=True)
class ShownRepository:
    repository: Repository

    @property
    def hook_url(self) -> str:
        return hook_url(self.repository)

    @property
    def steps(self) -> list[object]:
        return STEPS[self.repository.provider]

    @cached_property
    def tokens(self) -> list[RepositoryToken]:
        return list(self.repository.tokens.valid())

    @property
    def deploy_line(self) -> str:
        """The one line with which any pipeline reports a deployment."""
        return (
            'curl -sf -H "Authorization: Bearer $SLUICE_TOKEN" -H "Content-Type: application/json" '
            f"{settings.SITE_URL}/api/v1/deployments "
            '-d "{\\"id\\": \\"$BUILD_ID\\", \\"environment\\": \\"production\\", '
            '\\"sha\\": \\"$(git rev-parse HEAD)\\", \\"status\\": \\"success\\"}"'
        )

    @property
    def log_line(self) -> str:
        """The command that sends the history, or the lines of a merge."""
        return (
            f'{LINE} | curl -sf -H "Authorization: Bearer $SLUICE_TOKEN" '
            '-H "Content-Type: text/plain" --data-binary @- '
            f"{settings.SITE_URL}/api/v1/repositories/{self.repository.pk}/log"
        )


@dataclass(frozen=True)
class SetUp:
    board: Board

    OUTCOMES: ClassVar = {
        DeliveryState.WAITING: "waiting",
        DeliveryState.NO_COMPONENT: "waiting",
        DeliveryState.APPLIED: "accepted",
        DeliveryState.IGNORED: "ignored",
        DeliveryState.FAILED: "refused",
    }

    @cached_property
    def repositories(self) -> list[ShownRepository]:
        return [ShownRepository(each) for each in Repository.objects.of(self.board)]

    @cached_property
    def teams(self) -> list[Team]:
        here = Team.objects.of(self.board).prefetch_related("members", "addresses", "components")
        return list(here)

    @cached_property
    def components(self) -> list[Component]:
        here = Component.objects.of_repositories_of(self.board)
        return list(here.select_related("team", "repository"))

    @cached_property
    def last_deliveries(self) -> list[tuple[Delivery, str]]:
        """The last deliveries, each with the shape of its outcome."""
        deliveries = Delivery.objects.of_repositories_of(self.board).latest_with_repository()[
            :LAST_DELIVERIES
        ]
        return [(each, self.OUTCOMES[DeliveryState(each.state)]) for each in deliveries]
