"""The trunk of a repository: the order of its commits, and which came to it together with which.

Pure: what is known says it, never the order in which it became known.
"""

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

MERGE = re.compile(r"Merge (pull request|branch|remote-tracking|tag|commit|request|!)")
SQUASHED = re.compile(r"\((#|!)\d+\)$")  # as forges end the title of a squashed pull request


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the trunk, as far as it is known."""

    sha: str
    at: datetime
    title: str = ""
    parent: str = ""  # the first one, from a log
    is_from_log: bool = False
    pull_commits: int | None = None


@dataclass(frozen=True)
class Pushed:
    """Commits that came together, the first one first, and what stood before them."""

    before: str
    shas: tuple[str, ...]
    is_cut: bool = False
    gone: str = ""


def parts(pushes: Iterable[Pushed], commits: Mapping[str, Commit]) -> dict[str, str]:
    """The commits that are parts of a change, each with the change that it came with."""
    wholes: dict[str, str] = {}
    for push in pushes:
        standing: list[str] = []
        for sha in push.shas:
            commit = commits.get(sha)
            if commit is None:
                continue
            own = _own(commit, standing, push)
            wholes.update((part, sha) for part in own if not commits[part].is_from_log)
            standing = [each for each in standing if each not in own]
            standing.append(sha)
    return {part: _whole(change, wholes) for part, change in wholes.items()}


def gone(pushes: Sequence[Pushed], commits: Mapping[str, Commit]) -> set[str]:
    """The commits that force pushes took from the trunk at least as often as pushes brought them."""
    taken = Counter(push.gone for push in pushes if push.gone)
    brought = Counter(sha for push in pushes for sha in push.shas if sha in taken)
    return {
        sha
        for sha, times in taken.items()
        if sha in commits and not commits[sha].is_from_log and times >= brought[sha]
    }


def _own(commit: Commit, standing: Sequence[str], push: Pushed) -> Sequence[str]:
    """Which of the commits before it in the push came with this one."""
    if commit.parent:
        if commit.parent in standing:
            return standing[standing.index(commit.parent) + 1 :]
        return standing if commit.parent == push.before else []
    if MERGE.match(commit.title):
        return standing[-(commit.pull_commits or len(standing)) :]
    if commit.pull_commits is None or commit.pull_commits < 2 or SQUASHED.search(commit.title):
        return []
    return standing[-(commit.pull_commits - 1) :]


def _whole(change: str, wholes: Mapping[str, str]) -> str:
    """The change itself, where a part came with a commit that is a part again."""
    seen = {change}
    while change in wholes and wholes[change] not in seen:
        change = wholes[change]
        seen.add(change)
    return change


def in_order(commits: Mapping[str, Commit], pushes: Iterable[Pushed]) -> list[str]:
    """The commits in the order of the trunk: after what stood before them, else by their time."""
    order = following(commits, commits_before(commits, pushes))
    if len(order) < len(commits):  # a circle, which only a wrong telling makes
        missing = commits.keys() - set(order)
        order += sorted(missing, key=lambda sha: (commits[sha].at, sha))
    return order


def following(
    commits: Mapping[str, Commit], before: Mapping[str, str], root: str = ""
) -> list[str]:
    """The commits in order; those of a circle are not among them. A root comes first."""
    after: defaultdict[str, list[str]] = defaultdict(list)
    for sha, predecessor in before.items():
        after[predecessor].append(sha)
    alone = [(each.at, sha) for sha, each in commits.items() if sha not in before and sha != root]
    ready = [*alone, *((commits[sha].at, sha) for sha in (after.pop(root, ()) if root else ()))]
    heapq.heapify(ready)
    order = [root] if root else []
    while ready:
        _at, sha = heapq.heappop(ready)
        order.append(sha)
        for next_ in after[sha]:
            heapq.heappush(ready, (commits[next_].at, next_))
    return order


def commits_before(commits: Mapping[str, Commit], pushes: Iterable[Pushed]) -> dict[str, str]:
    """The commit before each one, where a push or a log names it and it is known."""
    before: dict[str, str] = {}
    for push in pushes:
        known = [sha for sha in push.shas if sha in commits]
        previous = "" if push.is_cut else push.before
        for sha in known:
            if previous in commits and previous != sha:
                before.setdefault(sha, previous)
            previous = sha
    for sha, commit in commits.items():
        if commit.parent in commits and sha not in before:
            before[sha] = commit.parent
    return before
