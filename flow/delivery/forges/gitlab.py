"""What GitLab sends. Its hooks tell no lines, short shas here and there, and times in two formats."""

import re
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

FULL_SHA = re.compile(r"/([0-9a-f]{40,64})(?:[/?#].*)?$")
NOBODY = set("0")


def facts_of(event: str, said: dict[str, Any], default_branch: str) -> ToldFacts:
    """What this event of GitLab says; `event` is X-Gitlab-Event, and the body says its kind, too."""
    kind = text(said, "object_kind") or event.removesuffix(" Hook").replace(" ", "_").lower()
    read = READERS.get(kind)
    if read is None:
        facts = ToldFacts(ignored=f"{event or kind or 'This event'} says nothing of delivery.")
    else:
        branch = text(said.get("project"), "default_branch") or default_branch
        facts = read(said, branch)
    facts.provider_id = text(said.get("project"), "id", most=40) or text(
        said, "project_id", most=40
    )
    facts.name = text(said.get("project"), "path_with_namespace")
    return facts


def _push(said: dict[str, Any], branch: str) -> ToldFacts:
    if text(said, "ref") != f"refs/heads/{branch}":
        return ToldFacts(ignored=f"It is not a push to {branch}.")
    after = text(said, "checkout_sha", "after", most=64)
    before = text(said, "before", most=64)
    if not after or set(after) <= NOBODY:
        return ToldFacts(ignored="The branch was deleted.")
    commits = [each for each in parts(said, "commits") if text(each, "id")]
    total = number(said, "total_commits_count") or 0
    return ToldFacts(
        changes=[_commit(each) for each in commits],
        pushes=[
            ToldPush(
                before="" if set(before) <= NOBODY else before,
                after=after,
                shas=[text(each, "id", most=64) for each in commits],
                is_cut=total > len(commits),
            )
        ],
    )


def _commit(said: dict[str, Any]) -> ToldChange:
    title, _, body = text(said, "message", most=20_000).partition("\n")
    told = any(isinstance(said.get(each), list) for each in ("added", "modified", "removed"))
    return ToldChange(
        sha=text(said, "id", most=64),
        committed_at=moment(said.get("timestamp")),
        title=title or text(said, "title"),
        body=body,
        author=text(said.get("author"), "email"),
        paths=[*dict.fromkeys(names(said, "added", "modified", "removed"))] if told else None,
    )


def _merge_request(said: dict[str, Any], branch: str) -> ToldFacts:
    merged = part(said, "object_attributes")
    if text(merged, "state") != "merged" or text(merged, "action") not in ("merge", ""):
        return ToldFacts(ignored="Only a merge of a merge request says something.")
    if text(merged, "target_branch") != branch:
        return ToldFacts(ignored=f"It was not merged into {branch}.")
    sha = (
        text(merged, "merge_commit_sha", most=64)
        or text(merged, "squash_commit_sha", most=64)
        or text(merged.get("last_commit"), "id", most=64)
    )
    if not sha:
        return ToldFacts(ignored="It does not say into which commit it was merged.")
    return ToldFacts(
        changes=[
            ToldChange(
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


def _deployment(said: dict[str, Any], branch: str) -> ToldFacts:
    status = status_of(text(said, "status"))
    if not status:
        state = text(said, "status") or "nothing"
        return ToldFacts(ignored=f"The state {state} says nothing of a deployment.")
    at = moment(said.get("status_changed_at"))
    full = FULL_SHA.search(text(said, "commit_url", most=2000))
    tier = text(said, "environment_tier")
    return ToldFacts(
        deployments=[
            ToldDeployment(
                id=text(said, "deployment_id", most=200),
                environment=text(said, "environment", most=200),
                sha=full[1] if full else text(said, "short_sha", most=64),
                status=status,
                started_at=at if status == "running" else None,
                finished_at=at if status in ("succeeded", "failed") else None,
                told_at=at,
                ref=text(said, "ref"),
                says_production=tier == "production" if tier else None,
            )
        ]
    )


def _pipeline(said: dict[str, Any], branch: str) -> ToldFacts:
    run = part(said, "object_attributes")
    if text(run, "ref") != branch or run.get("tag") is True:
        return ToldFacts(ignored=f"It is no build of {branch}.")
    if text(run, "source") == "merge_request_event":
        return ToldFacts(ignored="It is a build of a merge request.")
    status = status_of(text(run, "status"))
    if status not in ("succeeded", "failed"):
        return ToldFacts(ignored="The build has not ended.")
    return ToldFacts(
        builds=[
            ToldBuild(
                id=text(run, "id", most=200),
                sha=text(run, "sha", most=64),
                status=status,
                started_at=moment(run.get("created_at")),
                finished_at=moment(run.get("finished_at")),
            )
        ]
    )


def _issue(said: dict[str, Any], branch: str) -> ToldFacts:
    issue = part(said, "object_attributes")
    labels = [text(each, "title") for each in parts(said, "labels")]
    labels += [text(each, "title") for each in parts(issue, "labels")]
    detected = moment(issue.get("created_at"))
    is_one = "incident" in [label.lower() for label in labels] or text(issue, "type") == "Incident"
    if not is_one or detected is None:
        return ToldFacts(ignored="It has no label “incident”.")
    return ToldFacts(
        incidents=[
            ToldIncident(
                id=text(issue, "iid", most=200),
                title=text(issue, "title", most=200),
                detected_at=detected,
                restored_at=moment(issue.get("closed_at")),
                labels=labels,
            )
        ]
    )


READERS: dict[str, Callable[[dict[str, Any], str], ToldFacts]] = {
    "push": _push,
    "merge_request": _merge_request,
    "deployment": _deployment,
    "pipeline": _pipeline,
    "issue": _issue,
    "incident": _issue,
}
