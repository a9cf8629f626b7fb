"""What GitHub sends. A field that is missing is not known; an event that says nothing is ignored."""

from collections.abc import Callable
from typing import Any

from flow.delivery.facts import (
    ToldBuild,
    ToldChange,
    ToldDeployment,
    ToldFacts,
    ToldIncident,
    ToldPush,
)
from flow.delivery.forges.moments import moment
from flow.delivery.forges.reading import names, number, part, parts, text
from flow.delivery.forges.statuses import status_of

NOBODY = set("0")  # a sha of zeros is no commit
MOST_OF_A_PUSH = 2048  # commits that GitHub names
BUILD_EVENTS = {"push", "merge_group", "schedule", "workflow_dispatch", "repository_dispatch", ""}


def facts_of(event: str, said: dict[str, Any], default_branch: str) -> ToldFacts:
    """What this event of GitHub says."""
    read = READERS.get(event)
    if read is None:
        facts = ToldFacts(ignored=f"{event or 'This event'} says nothing of delivery.")
    else:
        branch = text(said.get("repository"), "default_branch") or default_branch
        facts = read(said, branch)
    repository = part(said, "repository")
    facts.provider_id = text(repository, "id", most=40)
    facts.name = text(repository, "full_name")
    return facts


def _ping(said: dict[str, Any], branch: str) -> ToldFacts:
    return ToldFacts()


def _push(said: dict[str, Any], branch: str) -> ToldFacts:
    if text(said, "ref") != f"refs/heads/{branch}":
        return ToldFacts(ignored=f"It is not a push to {branch}.")
    after, before = text(said, "after", most=64), text(said, "before", most=64)
    if set(after) <= NOBODY:
        return ToldFacts(ignored="The branch was deleted.")
    commits = [each for each in parts(said, "commits") if text(each, "id")]
    forced = said.get("forced") is True
    return ToldFacts(
        changes=[_commit(each) for each in commits],
        pushes=[
            ToldPush(
                before="" if forced or set(before) <= NOBODY else before,
                after=after,
                shas=[text(each, "id", most=64) for each in commits],
                is_cut=len(commits) >= MOST_OF_A_PUSH,
                gone=before if forced else "",
            )
        ],
    )


def _commit(said: dict[str, Any]) -> ToldChange:
    title, _, body = text(said, "message", most=20_000).partition("\n")
    paths = dict.fromkeys(names(said, "added", "removed", "modified"))
    return ToldChange(
        sha=text(said, "id", most=64),
        committed_at=moment(said.get("timestamp")),
        title=title,
        body=body,
        author=text(said.get("author"), "email"),
        paths=[*paths],
    )


def _pull_request(said: dict[str, Any], branch: str) -> ToldFacts:
    pull = part(said, "pull_request")
    if text(said, "action") != "closed" or pull.get("merged") is not True:
        return ToldFacts(ignored="Only a merge of a pull request says something.")
    if text(pull.get("base"), "ref") != branch:
        return ToldFacts(ignored=f"It was not merged into {branch}.")
    sha = text(pull, "merge_commit_sha", most=64)
    if not sha:
        return ToldFacts(ignored="It does not say into which commit it was merged.")
    return ToldFacts(
        changes=[
            ToldChange(
                sha=sha,
                merged_at=moment(pull.get("merged_at")),
                opened_at=moment(pull.get("created_at")),
                branch=text(pull.get("head"), "ref"),
                body=text(pull, "body", most=20_000),
                pull=number(pull, "number"),
                pull_title=text(pull, "title"),
                pull_commits=number(pull, "commits"),
                files=number(pull, "changed_files"),
                added=number(pull, "additions"),
                removed=number(pull, "deletions"),
            )
        ]
    )


def _deployment(said: dict[str, Any], branch: str) -> ToldFacts:
    return ToldFacts(deployments=[_told(part(said, "deployment"), {"state": "pending"})])


def _deployment_status(said: dict[str, Any], branch: str) -> ToldFacts:
    status = part(said, "deployment_status")
    if not status_of(text(status, "state")):
        state = text(status, "state") or "nothing"
        return ToldFacts(ignored=f"The state {state} says nothing of a deployment.")
    return ToldFacts(deployments=[_told(part(said, "deployment"), status)])


def _told(deployment: dict[str, Any], status: dict[str, Any]) -> ToldDeployment:
    state = status_of(text(status, "state"))
    at = moment(status.get("created_at")) or moment(status.get("updated_at"))
    payload = part(deployment, "payload")
    says = deployment.get("production_environment")
    return ToldDeployment(
        id=text(deployment, "id", most=200),
        environment=text(status, "environment", most=200)
        or text(deployment, "environment", most=200),
        sha=text(deployment, "sha", most=64),
        status=state,
        component=text(payload, "component", most=80) or _task(deployment),
        started_at=moment(deployment.get("created_at")),
        finished_at=at if state in ("succeeded", "failed") else None,
        told_at=at or moment(deployment.get("created_at")),
        kind=text(payload, "kind", most=8),
        incident=text(payload, "incident", most=200),
        ref=text(deployment, "ref"),
        says_production=says if isinstance(says, bool) else None,
    )


def _task(deployment: dict[str, Any]) -> str:
    """`deploy:web` names a component; `deploy` alone names none."""
    return text(deployment, "task").partition(":")[2].strip()[:80]


def _workflow_run(said: dict[str, Any], branch: str) -> ToldFacts:
    run = part(said, "workflow_run")
    if text(run, "head_branch") != branch or text(run, "event") not in BUILD_EVENTS:
        return ToldFacts(ignored=f"It is no build of {branch}.")
    return _build(run, said, moment(run.get("run_started_at")))


def _build(run: dict[str, Any], said: dict[str, Any], started: Any) -> ToldFacts:
    if text(said, "action") != "completed" or text(run, "status") != "completed":
        return ToldFacts(ignored="The build has not ended.")
    status = status_of(text(run, "conclusion"))
    if not status:
        return ToldFacts(ignored=f"It ended as {text(run, 'conclusion') or 'nothing'}.")
    return ToldFacts(
        builds=[
            ToldBuild(
                id=text(run, "id", most=200),
                sha=text(run, "head_sha", most=64),
                status=status,
                attempt=number(run, "run_attempt") or 1,
                started_at=started,
                finished_at=moment(run.get("updated_at")) or moment(run.get("completed_at")),
            )
        ]
    )


def _check_suite(said: dict[str, Any], branch: str) -> ToldFacts:
    suite = part(said, "check_suite")
    if text(suite, "head_branch") != branch:
        return ToldFacts(ignored=f"It is no build of {branch}.")
    return ToldFacts(ignored="Builds are told by workflow_run.")


def _issues(said: dict[str, Any], branch: str) -> ToldFacts:
    issue = part(said, "issue")
    labels = [text(each, "name") for each in parts(issue, "labels")]
    detected = moment(issue.get("created_at"))
    if "incident" not in [label.lower() for label in labels] or detected is None:
        return ToldFacts(ignored="It has no label “incident”.")
    return ToldFacts(
        incidents=[
            ToldIncident(
                id=text(issue, "number", most=200),
                title=text(issue, "title", most=200),
                detected_at=detected,
                restored_at=moment(issue.get("closed_at")),
                labels=labels,
            )
        ]
    )


READERS: dict[str, Callable[[dict[str, Any], str], ToldFacts]] = {
    "ping": _ping,
    "repository": _ping,
    "push": _push,
    "pull_request": _pull_request,
    "deployment": _deployment,
    "deployment_status": _deployment_status,
    "workflow_run": _workflow_run,
    "check_suite": _check_suite,
    "issues": _issues,
}
