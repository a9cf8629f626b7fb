"""Learn the changes and pushes of the trunk from a delivery. What is known is completed.

The same deliveries give the same rows, in any order.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from board.models import Card
from board.models.card.card import CARD_KEY
from board.sql.copy import copy_in, new_ids
from flow.delivery.facts import ChangeFacts, PushFacts
from flow.delivery.globs import Globs
from flow.delivery.models import Change, Component, Push, Repository

A_BATCH = 1000
REVERTS = re.compile(r"This reverts (?:commit|merge request) ([0-9a-f]{7,64})")
BY_TITLE = "title"  # of what a forge's own button reverted, which names no commit
MOST_NAMES = 50  # cards that one change may name
PLACED_BY = ("at", "title", "parent", "is_from_log", "pull_commits")
WRITTEN = [
    *("at", "committed_at", "merged_at", "opened_at", "pull", "pull_commits", "parent"),
    *("is_from_log", "title", "pull_title", "branch", "author", "reverts", "names"),
    *("paths", "added_by_path", "removed_by_path", "told_files", "told_added", "told_removed"),
    *("files", "added", "removed"),
]


@dataclass(frozen=True)
class LearnedChanges:
    """Changes that were learned, by sha: those that are new, those of which more is known now, and
    those about whose place on the trunk something else is known."""

    all: dict[str, Change]
    new: set[str]
    completed: set[str]
    placed_differently: set[str]


def learn_changes(
    repository: Repository, facts: Iterable[ChangeFacts], *, received_at: datetime
) -> LearnedChanges:
    """Write these changes, or complete those that are known. What is known already writes nothing."""
    all_facts = [each for each in facts if each.sha]
    shas = {each.sha for each in all_facts}
    known = {each.sha: each for each in repository.changes.known(shas)}
    before = {sha: _facts(each) for sha, each in known.items()}
    new: dict[str, Change] = {}
    for each in all_facts:
        change = known.get(each.sha) or new.setdefault(
            each.sha, Change(repository=repository, sha=each.sha)
        )
        _complete(change, each, received_at)
    left_out = Globs(repository.left_out)
    for change in (*known.values(), *new.values()):
        change.measure(left_out)
    _write_new(list(new.values()))
    completed = {sha: each for sha, each in known.items() if _facts(each) != before[sha]}
    Change.objects.bulk_update(completed.values(), WRITTEN, batch_size=A_BATCH)
    return LearnedChanges(
        all=known | new,
        new={*new},
        completed={*completed},
        placed_differently={
            sha for sha in completed if _of_place(_facts(known[sha])) != _of_place(before[sha])
        },
    )


def _facts(change: Change) -> dict[str, Any]:
    return {field: getattr(change, field) for field in WRITTEN}


def _of_place(facts: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(facts[field] for field in PLACED_BY)


def _write_new(changes: Sequence[Change]) -> None:
    """Copy changes into the table, with ids of their own."""
    for change, pk in zip(changes, new_ids(Change, len(changes)), strict=True):
        change.pk = pk
    names = ["id", "repository_id", "sha", *WRITTEN]
    rows = ([getattr(change, name) for name in names] for change in changes)
    copy_in(Change, names, (tuple(row) for row in rows))


def learn_pushes(repository: Repository, facts: Sequence[PushFacts]) -> None:
    """Write in which order commits came, and what a force push took away."""
    Push.objects.bulk_create(
        (
            Push(
                repository=repository,
                before=each.before,
                after=each.after,
                shas=each.shas,
                is_cut=each.is_cut,
                gone=each.gone,
            )
            for each in facts
        ),
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )


def learn_sizes(repository: Repository) -> None:
    """Measure all changes again: other paths are left out."""
    left_out = Globs(repository.left_out)
    some: list[Change] = []
    for change in repository.changes.all().iterator(A_BATCH):
        was = (change.files, change.added, change.removed)
        change.measure(left_out)
        if was != (change.files, change.added, change.removed):
            some.append(change)
    Change.objects.bulk_update(some, ["files", "added", "removed"], batch_size=A_BATCH)


def tie_cards(repository: Repository, changes: Collection[Change]) -> None:
    """Tie changes to the cards that they name: of the repository's board, and of its teams'."""
    named = [each for each in changes if each.names]
    if not named:
        return
    cards = _cards(repository, {name for each in named for name in each.names})
    through = Change.cards.through
    through.objects.bulk_create(
        (
            through(change_id=change.pk, card_id=cards[name])
            for change in named
            for name in set(change.names)
            if name in cards
        ),
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )


def _cards(repository: Repository, names: Iterable[str]) -> dict[str, int]:
    """The ids of these cards, where the repository may name them."""
    boards = {repository.board_id} | {
        *Component.objects.filter(repository=repository).values_list("team__board", flat=True)
    }
    numbers = {int(name.rpartition("-")[2]) for name in names}
    cards = Card.objects.kept().filter(board__in=boards, number__in=numbers)
    rows = cards.values_list("board__key", "number", "pk")
    return {f"{key}-{number}": pk for key, number, pk in rows}


def names_in(*texts: str) -> set[str]:
    """The cards that these texts name: SLU-12, in upper or lower case."""
    return {
        f"{key['board'].upper()}-{int(key['number'])}"
        for text in texts
        for key in CARD_KEY.finditer(text)
        if key.start() == 0 or not text[key.start() - 1].isalnum()
    }


def _complete(change: Change, facts: ChangeFacts, received_at: datetime) -> None:
    if facts.is_from_log:
        _take_log(change, facts)
    else:
        _take(change, facts)
    for field in ("merged_at", "opened_at", "pull", "pull_commits"):
        setattr(change, field, _least(getattr(change, field), getattr(facts, field)))
    change.pull_title = _longer_text(change.pull_title, facts.pull_title)
    change.branch = _longer_text(change.branch, facts.branch)
    for field in ("files", "added", "removed"):
        setattr(
            change,
            f"told_{field}",
            _least(getattr(change, f"told_{field}"), getattr(facts, field)),
        )
    named = names_in(facts.branch, facts.title, facts.body, facts.pull_title)
    change.names = sorted({*change.names, *named})[:MOST_NAMES]
    change.reverts = sorted({*change.reverts, *_reverts(facts)})
    change.at = change.merged_at or change.committed_at or change.at or received_at


def _take_log(change: Change, facts: ChangeFacts) -> None:
    """Take the log of git, which is right and replaces earlier facts."""
    change.committed_at = facts.committed_at or change.committed_at
    change.title = facts.title[:300]
    change.author = facts.author.lower()[:254]
    change.parent = facts.parent or change.parent
    change.paths = facts.paths
    change.added_by_path, change.removed_by_path = facts.added_by_path, facts.removed_by_path
    change.is_from_log = True


def _take(change: Change, facts: ChangeFacts) -> None:
    if change.is_from_log:
        return
    change.committed_at = _least(change.committed_at, facts.committed_at)
    change.title = _longer_text(change.title, facts.title[:300])
    change.author = _longer_text(change.author, facts.author.lower()[:254])
    if facts.paths is not None:
        change.paths = sorted({*(change.paths or ()), *facts.paths})


def _reverts(facts: ChangeFacts) -> list[str]:
    shas = REVERTS.findall(facts.body) + REVERTS.findall(facts.title)
    is_titled = any(title.startswith('Revert "') for title in (facts.title, facts.pull_title))
    return shas or ([BY_TITLE] if is_titled else [])


def _least(one: Any, other: Any) -> Any:
    """The smaller one of those that are known: the same, whichever came first."""
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None


def _longer_text(one: str, other: str) -> str:
    return max(one, other, key=lambda text: (len(text), text))
