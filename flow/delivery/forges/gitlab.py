"""The events of GitLab. Its hooks name no numbers of lines, shorten some shas, and write times in two
formats.
"""

import re
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

FULL_SHA = re.compile(r"/([0-9a-f]{40,64})(?:[/?#].*)?$")
NOBODY = set("0")


def facts_of(event: str, body: dict[str, Any], default_branch: str) -> DeliveryFacts:
    """Return the facts of this event of GitLab; `event` is X-Gitlab-Event, and the body has its
    kind, too.
    """
    kind = text(body, "object_kind") or event.removesuffix(" Hook").replace(" ", "_").lower()
    read = READERS.get(kind)
    if read is None:
        facts = DeliveryFacts(ignored=f"{event or kind or 'This event'} says nothing of delivery.")
    else:
        branch = text(body.get("project"), "default_branch") or default_branch
        facts = read(body, branch)
    facts.provider_id = text(body.get("project"), "id", most=40) or text(
        body, "project_id", most=40
    )
    facts.name = text(body.get("project"), "path_with_namespace")
    return facts


def _push(body: dict[str, Any], branch: str) -> DeliveryFacts:
    if text(body, "ref") != f"refs/heads/{branch}":
        return DeliveryFacts(ignored=f"It is not a push to {branch}.")
    after = text(body, "checkout_sha", "after", most=64)
    before = text(body, "before", most=64)
    if not after or set(after) <= NOBODY:
        return DeliveryFacts(ignored="The branch was deleted.")
    commits = [each for each in parts(body, "commits") if text(each, "id")]
    total = number(body, "total_commits_count") or 0
    return DeliveryFacts(
        changes=[_commit(each) for each in commits],
        pushes=[
            PushFacts(
                before="" if set(before) <= NOBODY else before,
                after=after,
                shas=[text(each, "id", most=64) for each in commits],
                is_cut=total > len(commits),
            )
        ],
    )


def _commit(commit: dict[str, Any]) -> ChangeFacts:
    title, _, body = text(commit, "message", most=20_000).partition("\n")
    lists_paths = any(
        isinstance(commit.get(each), list) for each in ("added", "modified", "removed")
    )
    return ChangeFacts(
        sha=text(commit, "id", most=64),
        committed_at=moment(commit.get("timestamp")),
        title=title or text(commit, "title"),
        body=body,
        author=text(commit.get("author"), "email"),
        paths=[*dict.fromkeys(names(commit, "added", "modified", "removed"))]
        if lists_paths
        else None,
    )


def _merge_request(body: dict[str, Any], branch: str) -> DeliveryFacts:
    merged = part(body, "object_attributes")
    if text(merged, "state") != "merged" or text(merged, "action") not in ("merge", ""):
        return DeliveryFacts(ignored="Only a merge of a merge request says something.")
    if text(merged, "target_branch") != branch:
        return DeliveryFacts(ignored=f"It was not merged into {branch}.")
    sha = (
        text(merged, "merge_commit_sha", most=64)
        or text(merged, "squash_commit_sha", most=64)
        or text(merged.get("last_commit"), "id", most=64)
    )
    if not sha:
        return DeliveryFacts(ignored="It does not say into which commit it was merged.")
    return DeliveryFacts(
        changes=[
            ChangeFacts(
                sha=sha,
                merged_at=moment(merged.get("merged_at")) or moment(merged.get("updated_at")),
                opened_at=moment(merged.get("created_at")),
                branch=text(merged, "source_branch"),
                body=text(merged, "description", most=20_000),
                pull=number(merged, "iid"),
                pull_title=text(merged, "title"),
            )
        ]
    )


def _deployment(body: dict[str, Any], branch: str) -> DeliveryFacts:
    status = status_of(text(body, "status"))
    if not status:
        state = text(body, "status") or "nothing"
        return DeliveryFacts(ignored=f"The state {state} says nothing of a deployment.")
    at = moment(body.get("status_changed_at"))
    full = FULL_SHA.search(text(body, "commit_url", most=2000))
    tier = text(body, "environment_tier")
    return DeliveryFacts(
        deployments=[
            DeploymentFacts(
                id=text(body, "deployment_id", most=200),
                environment=text(body, "environment", most=200),
                sha=full[1] if full else text(body, "short_sha", most=64),
                status=status,
                started_at=at if status == "running" else None,
                finished_at=at if status in ("succeeded", "failed") else None,
                told_at=at,
                ref=text(body, "ref"),
                says_production=tier == "production" if tier else None,
            )
        ]
    )


def _pipeline(body: dict[str, Any], branch: str) -> DeliveryFacts:
    run = part(body, "object_attributes")
    if text(run, "ref") != branch or run.get("tag") is True:
        return DeliveryFacts(ignored=f"It is no build of {branch}.")
    if text(run, "source") == "merge_request_event":
        return DeliveryFacts(ignored="It is a build of a merge request.")
    status = status_of(text(run, "status"))
    if status not in ("succeeded", "failed"):
        return DeliveryFacts(ignored="The build has not ended.")
    return DeliveryFacts(
        builds=[
            BuildFacts(
                id=text(run, "id", most=200),
                sha=text(run, "sha", most=64),
                status=status,
                started_at=moment(run.get("created_at")),
                finished_at=moment(run.get("finished_at")),
            )
        ]
    )


def _issue(body: dict[str, Any], branch: str) -> DeliveryFacts:
    issue = part(body, "object_attributes")
    labels = [text(each, "title") for each in parts(body, "labels")]
    labels += [text(each, "title") for each in parts(issue, "labels")]
    detected = moment(issue.get("created_at"))
    is_one = "incident" in [label.lower() for label in labels] or text(issue, "type") == "Incident"
    if not is_one or detected is None:
        return DeliveryFacts(ignored="It has no label “incident”.")
    return DeliveryFacts(
        incidents=[
            IncidentFacts(
                id=text(issue, "iid", most=200),
                title=text(issue, "title", most=200),
                detected_at=detected,
                restored_at=moment(issue.get("closed_at")),
                labels=labels,
            )
        ]
    )


READERS: dict[str, Callable[[dict[str, Any], str], DeliveryFacts]] = {
    "push": _push,
    "merge_request": _merge_request,
    "deployment": _deployment,
    "pipeline": _pipeline,
    "issue": _issue,
    "incident": _issue,
}
