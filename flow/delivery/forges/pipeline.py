"""The bodies of pipelines: our one JSON line, and the camelCase body of DevLake's webhook."""

from typing import Any
from urllib.parse import urlsplit

from flow.delivery.facts import BuildFacts, ChangeFacts, DeliveryFacts, DeploymentFacts
from flow.delivery.forges.fields import names, number, part, parts, text
from flow.delivery.forges.moments import moment
from flow.delivery.forges.statuses import status_of

KINDS = {"normal", "hotfix", "rollback", "redeploy"}
ENVIRONMENT = "PRODUCTION"  # of DevLake, where none is named


def deployment(body: dict[str, Any]) -> DeliveryFacts:
    """A deployment, with the commits of which it has more than the names."""
    status = status_of(state_in(body))
    if not status:
        return DeliveryFacts(ignored=f"The state {state_in(body)} says nothing of a deployment.")
    commits = body.get("commits")
    listed = commits if isinstance(commits, list) else []
    described = [each for each in listed if isinstance(each, dict)]
    changes = [change for each in described if (change := _change(each)).sha]
    finished = moment(body.get("finished_at") or body.get("finishedDate") or body.get("end_time"))
    started = moment(body.get("started_at") or body.get("startedDate") or body.get("start_time"))
    is_over = status in ("succeeded", "failed")
    kind = text(body, "kind").lower()
    component_id = body.get("component_id")
    return DeliveryFacts(
        changes=[each for each in changes if each.committed_at or each.merged_at],
        deployments=[
            DeploymentFacts(
                id=id_in(body),
                environment=environment_in(body),
                sha=sha_in(body),
                status=status,
                component_id=component_id if isinstance(component_id, int) else None,
                started_at=started,
                finished_at=finished if is_over else None,
                told_at=finished or started or moment(body.get("received_at")),
                kind=kind if kind in KINDS else "",
                incident=text(body, "incident", most=200),
                ref=ref_in(body),
                commits=[each.lower()[:64] for each in names(body, "commits")]
                + [each.sha for each in changes],
            )
        ],
    )


def build(body: dict[str, Any]) -> DeliveryFacts:
    status = status_of(state_in(body))
    if status not in ("succeeded", "failed"):
        return DeliveryFacts(ignored="The build has not ended.")
    started = moment(body.get("started_at"))
    return DeliveryFacts(
        builds=[
            BuildFacts(
                id=id_in(body),
                sha=sha_in(body),
                status=status,
                attempt=number(body, "attempt") or 1,
                started_at=started,
                finished_at=moment(body.get("finished_at"))
                or moment(body.get("received_at"))
                or started,
            )
        ]
    )


def id_in(body: dict[str, Any]) -> str:
    return text(body, "id", "pipelineId", "pipeline_id", most=200)


def sha_in(body: dict[str, Any]) -> str:
    sha = text(body, "sha", "commitSha", "commit_sha", most=64)
    return (sha or text(_commit_of_devlake(body), "commitSha", "commit_sha", most=64)).lower()


def ref_in(body: dict[str, Any]) -> str:
    return text(body, "ref", "refName") or text(_commit_of_devlake(body), "refName")


def environment_in(body: dict[str, Any]) -> str:
    environment = text(body, "environment", most=200)
    return environment or (ENVIRONMENT if is_devlakes(body) else "")


def state_in(body: dict[str, Any]) -> str:
    return text(body, "status", "result", most=40) or text(
        _commit_of_devlake(body), "result", most=40
    )


def repository_in(body: dict[str, Any]) -> Any:
    """Return the name of the repository in the body: an id, a name, or the address that DevLake
    gives.
    """
    named = body.get("repository")
    if named is not None:
        return named
    address = text(body, "repoUrl", "repo_url") or text(
        _commit_of_devlake(body), "repoUrl", "repo_url"
    )
    return _path(address).strip("/").removesuffix(".git") if address else None


def _path(address: str) -> str:
    """The path of an address; of a text that is none, all of it, which no repository is called."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def is_devlakes(body: dict[str, Any]) -> bool:
    return any(name in body for name in ("deploymentCommits", "commitSha", "commit_sha", "repoUrl"))


def _commit_of_devlake(body: dict[str, Any]) -> dict[str, Any]:
    return next(iter(parts(body, "deploymentCommits")), {})


def _change(commit: dict[str, Any]) -> ChangeFacts:
    """A commit that a deployment brings, as far as the pipeline describes it."""
    title, _, body = text(commit, "message", "title", "commitMsg", most=20_000).partition("\n")
    files = commit.get("files")
    paths = names(commit, "paths") or (names(commit, "files") if isinstance(files, list) else [])
    committed = commit.get("committed_at") or commit.get("timestamp") or commit.get("at")
    return ChangeFacts(
        sha=text(commit, "sha", "id", "commitSha", most=64).lower(),
        committed_at=moment(committed),
        merged_at=moment(commit.get("merged_at")),
        title=title,
        body=body,
        branch=text(commit, "branch"),
        author=text(commit, "author", "email") or text(part(commit, "author"), "email"),
        paths=paths or None,
        files=number(commit, "files"),
        added=_count(commit, "added", "additions"),
        removed=_count(commit, "removed", "deletions"),
    )


def _count(body: dict[str, Any], *fields: str) -> int | None:
    return next((count for each in fields if (count := number(body, each)) is not None), None)
