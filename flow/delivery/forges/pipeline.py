"""What a pipeline sends: our one JSON line, and the camelCase body of DevLake's webhook."""

from typing import Any
from urllib.parse import urlsplit

from flow.delivery.facts import ToldBuild, ToldChange, ToldDeployment, ToldFacts
from flow.delivery.forges.moments import moment
from flow.delivery.forges.reading import names, number, part, parts, text
from flow.delivery.forges.statuses import status_of

KINDS = {"normal", "hotfix", "rollback", "redeploy"}
ENVIRONMENT = "PRODUCTION"  # of DevLake, where none is said


def deployment(said: dict[str, Any]) -> ToldFacts:
    """A deployment, with the commits that it names where it tells more than their names."""
    status = status_of(state_said(said))
    if not status:
        return ToldFacts(ignored=f"The state {state_said(said)} says nothing of a deployment.")
    commits = said.get("commits")
    listed = commits if isinstance(commits, list) else []
    told = [each for each in listed if isinstance(each, dict)]
    changes = [change for each in told if (change := _change(each)).sha]
    finished = moment(said.get("finished_at") or said.get("finishedDate") or said.get("end_time"))
    started = moment(said.get("started_at") or said.get("startedDate") or said.get("start_time"))
    is_over = status in ("succeeded", "failed")
    kind = text(said, "kind").lower()
    found = said.get("component_id")
    return ToldFacts(
        changes=[each for each in changes if each.committed_at or each.merged_at],
        deployments=[
            ToldDeployment(
                id=id_said(said),
                environment=environment_said(said),
                sha=sha_said(said),
                status=status,
                component_id=found if isinstance(found, int) else None,
                started_at=started,
                finished_at=finished if is_over else None,
                told_at=finished or started or moment(said.get("received_at")),
                kind=kind if kind in KINDS else "",
                incident=text(said, "incident", most=200),
                ref=ref_said(said),
                commits=[each.lower()[:64] for each in names(said, "commits")]
                + [each.sha for each in changes],
            )
        ],
    )


def build(said: dict[str, Any]) -> ToldFacts:
    status = status_of(state_said(said))
    if status not in ("succeeded", "failed"):
        return ToldFacts(ignored="The build has not ended.")
    started = moment(said.get("started_at"))
    return ToldFacts(
        builds=[
            ToldBuild(
                id=id_said(said),
                sha=sha_said(said),
                status=status,
                attempt=number(said, "attempt") or 1,
                started_at=started,
                finished_at=moment(said.get("finished_at"))
                or moment(said.get("received_at"))
                or started,
            )
        ]
    )


def id_said(said: dict[str, Any]) -> str:
    return text(said, "id", "pipelineId", "pipeline_id", most=200)


def sha_said(said: dict[str, Any]) -> str:
    found = text(said, "sha", "commitSha", "commit_sha", most=64)
    return (found or text(_commit_of_devlake(said), "commitSha", "commit_sha", most=64)).lower()


def ref_said(said: dict[str, Any]) -> str:
    return text(said, "ref", "refName") or text(_commit_of_devlake(said), "refName")


def environment_said(said: dict[str, Any]) -> str:
    found = text(said, "environment", most=200)
    return found or (ENVIRONMENT if is_devlakes(said) else "")


def state_said(said: dict[str, Any]) -> str:
    return text(said, "status", "result", most=40) or text(
        _commit_of_devlake(said), "result", most=40
    )


def repository_said(said: dict[str, Any]) -> Any:
    """What it calls the repository: an id, a name, or the address that DevLake gives."""
    found = said.get("repository")
    if found is not None:
        return found
    address = text(said, "repoUrl", "repo_url") or text(
        _commit_of_devlake(said), "repoUrl", "repo_url"
    )
    return _path(address).strip("/").removesuffix(".git") if address else None


def _path(address: str) -> str:
    """The path of an address; of a text that is none, all of it, which no repository is called."""
    try:
        return urlsplit(address).path
    except ValueError:
        return address


def is_devlakes(said: dict[str, Any]) -> bool:
    return any(name in said for name in ("deploymentCommits", "commitSha", "commit_sha", "repoUrl"))


def _commit_of_devlake(said: dict[str, Any]) -> dict[str, Any]:
    return next(iter(parts(said, "deploymentCommits")), {})


def _change(said: dict[str, Any]) -> ToldChange:
    """A commit that a deployment brings, as far as it is told."""
    title, _, body = text(said, "message", "title", "commitMsg", most=20_000).partition("\n")
    files = said.get("files")
    paths = names(said, "paths") or (names(said, "files") if isinstance(files, list) else [])
    committed = said.get("committed_at") or said.get("timestamp") or said.get("at")
    return ToldChange(
        sha=text(said, "sha", "id", "commitSha", most=64).lower(),
        committed_at=moment(committed),
        merged_at=moment(said.get("merged_at")),
        title=title,
        body=body,
        branch=text(said, "branch"),
        author=text(said, "author", "email") or text(part(said, "author"), "email"),
        paths=paths or None,
        files=number(said, "files"),
        added=_count(said, "added", "additions"),
        removed=_count(said, "removed", "deletions"),
    )


def _count(said: dict[str, Any], *fields: str) -> int | None:
    return next((found for each in fields if (found := number(said, each)) is not None), None)
