"""Forges that send their hooks, and the log of git, written for tests."""

import hmac
import json
from hashlib import sha256

from django.test import Client


class Forge:
    """GitHub as a repository knows it: `forge.send("push", {...})` signs what it sends."""

    def __init__(self, repository):
        self.repository = repository
        self.path = f"/api/v1/hooks/github/{repository.handle}"

    def send(self, event: str, body, *, signature: str | None = None, **headers):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = hmac.new(self.repository.secret.encode(), raw, sha256).hexdigest()
        said = {"X-GitHub-Event": event, "X-Hub-Signature-256": signature or f"sha256={signed}"}
        content_type = headers.pop("content_type", "application/json")
        return Client(raise_request_exception=False).generic(
            "POST", self.path, raw, content_type=content_type, headers=said | headers
        )

    def push(self, *commits, before: str = "0" * 40, **said):
        return self.send("push", pushed(*commits, before=before, **said))


def sha(name: str) -> str:
    """A full sha that begins with what can be read of a name."""
    return sha256(name.encode()).hexdigest()[:40]


def commit(name: str, at: str, message: str = "A change", paths=("app.py",), **said):
    """A commit as GitHub's push has it."""
    return {
        "id": sha(name),
        "message": message,
        "timestamp": at,
        "author": {"email": "grace@example.org"},
        "added": [],
        "removed": [],
        "modified": list(paths),
    } | said


def pushed(*commits, before: str = "0" * 40, **said):
    return {
        "ref": "refs/heads/main",
        "before": before,
        "after": commits[-1]["id"],
        "forced": False,
        "commits": list(commits),
        "repository": {"id": 7, "full_name": "acme/harbour", "default_branch": "main"},
    } | said


def merged(name: str, opened: str, at: str, **said):
    """The merge of a pull request as GitHub tells it."""
    pull = {
        "number": 12,
        "title": "A pull request",
        "merged": True,
        "merged_at": at,
        "created_at": opened,
        "merge_commit_sha": sha(name),
        "commits": 3,
        "additions": 30,
        "deletions": 4,
        "changed_files": 2,
        "base": {"ref": "main"},
        "head": {"ref": "slu-1-quay"},
    } | said
    repository = {"id": 7, "full_name": "acme/harbour", "default_branch": "main"}
    return {"action": "closed", "pull_request": pull, "repository": repository}


def logged(
    name: str, at: str, message: str = "A change", files=(("app.py", 3, 1),), parent: str = ""
):
    """A commit as the log of git has it: fuller, with parents and strict dates."""
    head = f"commit {sha(name)}" + (f" {sha(parent)}" if parent else "")
    words = "\n".join(f"    {line}" for line in message.split("\n"))
    numbers = "\n".join(f"{added}\t{removed}\t{path}" for path, added, removed in files)
    return (
        f"{head}\nAuthor:     Grace <grace@example.org>\nAuthorDate: {at}\n"
        f"Commit:     Grace <grace@example.org>\nCommitDate: {at}\n\n{words}\n\n{numbers}\n\n"
    )
