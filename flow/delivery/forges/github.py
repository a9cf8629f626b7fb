"""The events of GitHub. A field that is missing is not known; an event that says nothing is
ignored.
"""

from collections.abc import Callable
from typing import Any

from flow.delivery.facts import (
    BuildFacts,
    ChangeFacts,
    DeliveryFacts,
    DeploymentFacts,
    IncidentFacts,
    PushFacts,
)
from flow.delivery.forges.fields import names, number, part, parts, text
from flow.delivery.forges.moments import moment
from flow.delivery.forges.statuses import status_of

NOBODY = set("0")  # a sha of zeros is no commit
MOST_OF_A_PUSH = 2048  # commits that GitHub names
BUILD_EVENTS = {"push", "merge_group", "schedule", "workflow_dispatch", "repository_dispatch", ""}


def facts_of(event: str, body: dict[str, Any], default_branch: str) -> DeliveryFacts:
    """Return the facts of this event of GitHub."""
    read = READERS.get(event)
    if read is None:
        facts = DeliveryFacts(ignored=f"{event or 'This event'} says nothing of delivery.")
    else:
        branch = text(body.get("repository"), "default_branch") or default_branch
        facts = read(body, branch)
    repository = part(body, "repository")
    facts.provider_id = text(repository, "id", most=40)
    facts.name = text(repository, "full_name")
    return facts


def _ping(body: dict[str, Any], branch: str) -> DeliveryFacts:
    return DeliveryFacts()


def _push(body: dict[str, Any], branch: str) -> DeliveryFacts:
    if text(body, "ref") != f"refs/heads/{branch}":
        return DeliveryFacts(ignored=f"It is not a push to {branch}.")
    after, before = text(body, "after", most=64), text(body, "before", most=64)
    if set(after) <= NOBODY:
        return DeliveryFacts(ignored="The branch was deleted.")
    commits = [each for each in parts(body, "commits") if text(each, "id")]
    forced = body.get("forced") is True
    return DeliveryFacts(
        changes=[_commit(each) for each in commits],
        pushes=[
            PushFacts(
                before="" if forced or set(before) <= NOBODY else before,
                after=after,
                shas=[text(each, "id", most=64) for each in commits],
                is_cut=len(commits) >= MOST_OF_A_PUSH,
                gone=before if forced else "",
            )
        ],
    )


def _commit(commit: dict[str, Any]) -> ChangeFacts:
    title, _, body = text(commit, "message", most=20_000).partition("\n")
    paths = dict.fromkeys(names(commit, "added", "removed", "modified"))
    return ChangeFacts(
        sha=text(commit, "id", most=64),
        committed_at=moment(commit.get("timestamp")),
        title=title,
        body=body,
        author=text(commit.get("author"), "email"),
        paths=[*paths],
    )


def _pull_request(body: dict[str, Any], branch: str) -> DeliveryFacts:
    pull = part(body, "pull_request")
    if text(body, "action") != "closed" or pull.get("merged") is not True:
        return DeliveryFacts(ignored="Only a merge of a pull request says something.")
    if text(pull.get("base"), "ref") != branch:
        return DeliveryFacts(ignored=f"It was not merged into {branch}.")
    sha = text(pull, "merge_commit_sha", most=64)
    if not sha:
        return DeliveryFacts(ignored="It does not say into which commit it was merged.")
    return DeliveryFacts(
        changes=[
            ChangeFacts(
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


def _deployment(body: dict[str, Any], branch: str) -> DeliveryFacts:
    return DeliveryFacts(
        deployments=[_deployment_facts(part(body, "deployment"), {"state": "pending"})]
    )


def _deployment_status(body: dict[str, Any], branch: str) -> DeliveryFacts:
    status = part(body, "deployment_status")
    if not status_of(text(status, "state")):
        state = text(status, "state") or "nothing"
        return DeliveryFacts(ignored=f"The state {state} says nothing of a deployment.")
    return DeliveryFacts(deployments=[_deployment_facts(part(body, "deployment"), status)])


def _deployment_facts(deployment: dict[str, Any], status: dict[str, Any]) -> DeploymentFacts:
    state = status_of(text(status, "state"))
    at = moment(status.get("created_at")) or moment(status.get("updated_at"))
    payload = part(deployment, "payload")
    says = deployment.get("production_environment")
    return DeploymentFacts(
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


def _workflow_run(body: dict[str, Any], branch: str) -> DeliveryFacts:
    run = part(body, "workflow_run")
    if text(run, "head_branch") != branch or text(run, "event") not in BUILD_EVENTS:
        return DeliveryFacts(ignored=f"It is no build of {branch}.")
    return _build(run, body, moment(run.get("run_started_at")))


def _build(run: dict[str, Any], body: dict[str, Any], started: Any) -> DeliveryFacts:
    if text(body, "action") != "completed" or text(run, "status") != "completed":
        return DeliveryFacts(ignored="The build has not ended.")
    status = status_of(text(run, "conclusion"))
    if not status:
        return DeliveryFacts(ignored=f"It ended as {text(run, 'conclusion') or 'nothing'}.")
    return DeliveryFacts(
        builds=[
            BuildFacts(
                id=text(run, "id", most=200),
                sha=text(run, "head_sha", most=64),
                status=status,
                attempt=number(run, "run_attempt") or 1,
                started_at=started,
                finished_at=moment(run.get("updated_at")) or moment(run.get("completed_at")),
            )
        ]
    )


def _check_suite(body: dict[str, Any], branch: str) -> DeliveryFacts:
    suite = part(body, "check_suite")
    if text(suite, "head_branch") != branch:
        return DeliveryFacts(ignored=f"It is no build of {branch}.")
    return DeliveryFacts(ignored="Builds come as workflow_run.")


def _issues(body: dict[str, Any], branch: str) -> DeliveryFacts:
    issue = part(body, "issue")
    labels = [text(each, "name") for each in parts(issue, "labels")]
    detected = moment(issue.get("created_at"))
    if "incident" not in [label.lower() for label in labels] or detected is None:
        return DeliveryFacts(ignored="It has no label “incident”.")
    return DeliveryFacts(
        incidents=[
            IncidentFacts(
                id=text(issue, "number", most=200),
                title=text(issue, "title", most=200),
                detected_at=detected,
                restored_at=moment(issue.get("closed_at")),
                labels=labels,
            )
        ]
    )


READERS: dict[str, Callable[[dict[str, Any], str], DeliveryFacts]] = {
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
