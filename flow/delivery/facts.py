"""The facts of a delivery, in the form that the verbs of delivery take."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ChangeFacts:
    """A commit on the trunk, or a pull request that was merged; None: not known."""

    sha: str
    committed_at: datetime | None = None
    merged_at: datetime | None = None
    opened_at: datetime | None = None
    title: str = ""
    body: str = ""
    branch: str = ""
    author: str = ""
    parent: str = ""
    pull: int | None = None
    pull_title: str = ""
    pull_commits: int | None = None
    paths: list[str] | None = None
    added_by_path: list[int] | None = None
    removed_by_path: list[int] | None = None
    files: int | None = None
    added: int | None = None
    removed: int | None = None
    is_from_log: bool = False


@dataclass(frozen=True)
class PushFacts:
    before: str
    after: str
    shas: list[str]
    is_cut: bool = False
    gone: str = ""  # the commit that a force push took from the trunk


@dataclass(frozen=True)
class DeploymentFacts:
    id: str
    environment: str
    sha: str
    status: str
    component: str = ""  # a name, or an id
    started_at: datetime | None = None
    finished_at: datetime | None = None
    told_at: datetime | None = None
    kind: str = ""
    incident: str = ""
    ref: str = ""
    says_production: bool | None = None
    commits: list[str] = field(default_factory=list)
    component_id: int | None = None


@dataclass(frozen=True)
class BuildFacts:
    id: str
    sha: str
    status: str
    attempt: int = 1
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True)
class IncidentFacts:
    id: str
    title: str
    detected_at: datetime
    restored_at: datetime | None = None
    labels: list[str] = field(default_factory=list)


@dataclass
class DeliveryFacts:
    """All that a delivery says. `ignored` says why, where it says nothing that counts."""

    changes: list[ChangeFacts] = field(default_factory=list)
    pushes: list[PushFacts] = field(default_factory=list)
    deployments: list[DeploymentFacts] = field(default_factory=list)
    builds: list[BuildFacts] = field(default_factory=list)
    incidents: list[IncidentFacts] = field(default_factory=list)
    provider_id: str = ""
    name: str = ""  # of the repository
    ignored: str = ""

    @property
    def have_content(self) -> bool:
        all_facts = (self.changes, self.pushes, self.deployments, self.builds, self.incidents)
        return any(all_facts) and not self.ignored


class NotUnderstood(Exception):
    """A delivery cannot be read; the message says why."""
