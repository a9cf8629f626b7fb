"""Learn what a delivery says of the trunk: changes and pushes. What is known is completed.

The same tellings give the same rows, in whatever order they come.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from board.models import Card
from board.models.card.card import CARD_KEY
from flow.delivery.facts import ToldChange, ToldPush
from flow.delivery.globs import Globs
from flow.delivery.models import Change, Component, Push, Repository

A_BATCH = 1000
REVERTS = re.compile(r"This reverts (?:commit|merge request) ([0-9a-f]{7,64})")
BY_TITLE = "title"  # of what a forge's own button reverted, which names no commit
MOST_NAMES = 50  # cards that one change may name
WRITTEN = [
    *("at", "committed_at", "merged_at", "opened_at", "pull", "pull_commits", "parent"),
    *("is_from_log", "title", "pull_title", "branch", "author", "reverts", "names"),
    *("paths", "added_by_path", "removed_by_path", "told_files", "told_added", "told_removed"),
    *("files", "added", "removed"),
]


def learn_changes(
    repository: Repository, told: Iterable[ToldChange], *, received_at: datetime
) -> list[Change]:
    """Write these changes, or complete those that are known; answer them, each once."""
    all_told = [each for each in told if each.sha]
    shas = {each.sha for each in all_told}
    known = {each.sha: each for each in repository.changes.known(shas)}
    new: dict[str, Change] = {}
    for each in all_told:
        change = known.get(each.sha) or new.setdefault(
            each.sha, Change(repository=repository, sha=each.sha)
        )
        _complete(change, each, received_at)
    left_out = Globs(repository.left_out)
    for change in (*known.values(), *new.values()):
        change.measure(left_out)
    Change.objects.bulk_create(new.values(), batch_size=A_BATCH)
    Change.objects.bulk_update(known.values(), WRITTEN, batch_size=A_BATCH)
    return [*known.values(), *new.values()]


def learn_pushes(repository: Repository, told: Sequence[ToldPush]) -> None:
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
            for each in told
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
    found = Card.objects.kept().filter(board__in=boards, number__in=numbers)
    rows = found.values_list("board__key", "number", "pk")
    return {f"{key}-{number}": pk for key, number, pk in rows}


def names_in(*texts: str) -> set[str]:
    """The cards that these texts name: SLU-12, in whatever case."""
    return {
        f"{found['board'].upper()}-{int(found['number'])}"
        for text in texts
        for found in CARD_KEY.finditer(text)
        if found.start() == 0 or not text[found.start() - 1].isalnum()
    }


def _complete(change: Change, told: ToldChange, received_at: datetime) -> None:
    if told.is_from_log:
        _take_log(change, told)
    else:
        _take(change, told)
    for field in ("merged_at", "opened_at", "pull", "pull_commits"):
        setattr(change, field, _least(getattr(change, field), getattr(told, field)))
    change.pull_title = _richer(change.pull_title, told.pull_title)
    change.branch = _richer(change.branch, told.branch)
    for field in ("files", "added", "removed"):
        setattr(
            change,
            f"told_{field}",
            _least(getattr(change, f"told_{field}"), getattr(told, field)),
        )
    found = names_in(told.branch, told.title, told.body, told.pull_title)
    change.names = sorted({*change.names, *found})[:MOST_NAMES]
    change.reverts = sorted({*change.reverts, *_reverts(told)})
    change.at = change.merged_at or change.committed_at or change.at or received_at


def _take_log(change: Change, told: ToldChange) -> None:
    """What git itself says is so, whatever was told before."""
    change.committed_at = told.committed_at or change.committed_at
    change.title = told.title[:300]
    change.author = told.author.lower()[:254]
    change.parent = told.parent or change.parent
    change.paths = told.paths
    change.added_by_path, change.removed_by_path = told.added_by_path, told.removed_by_path
    change.is_from_log = True


def _take(change: Change, told: ToldChange) -> None:
    if change.is_from_log:
        return
    change.committed_at = _least(change.committed_at, told.committed_at)
    change.title = _richer(change.title, told.title[:300])
    change.author = _richer(change.author, told.author.lower()[:254])
    if told.paths is not None:
        change.paths = sorted({*(change.paths or ()), *told.paths})


def _reverts(told: ToldChange) -> list[str]:
    found = REVERTS.findall(told.body) + REVERTS.findall(told.title)
    is_titled = any(title.startswith('Revert "') for title in (told.title, told.pull_title))
    return found or ([BY_TITLE] if is_titled else [])


def _least(one: Any, other: Any) -> Any:
    """The smaller one of those that are known: the same, whichever came first."""
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None


def _richer(one: str, other: str) -> str:
    return max(one, other, key=lambda text: (len(text), text))
