from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from board.sql.one_of import OneOf
from flow.delivery.globs import Globs
from flow.delivery.measures.sizes import Size, size_of
from flow.delivery.models.repository import Repository

if TYPE_CHECKING:
    from board.models import Board, Card


class ChangeQuerySet(models.QuerySet["Change"]):
    def on_the_trunk(self) -> "ChangeQuerySet":
        """Without parts of others, and without what a force push took away."""
        return self.filter(part_of=None, is_gone=False)

    def shown_on(self, board: "Board") -> "ChangeQuerySet":
        """Return the changes of the repositories of the board, and of the components of its teams."""
        mine = Q(repository__board=board) | Q(in_components__component__team__board=board)
        return self.filter(mine).distinct()

    def known(self, shas: Collection[str]) -> "ChangeQuerySet":
        return self.filter(OneOf("sha", shas, str))

    def of_card(self, card: "Card") -> "ChangeQuerySet":
        return self.filter(cards=card)

    def with_components(self) -> "ChangeQuerySet":
        """With the components that they reach, and when they came to production there."""
        return self.prefetch_related("in_components__component", "in_components__deployment")

    def latest_first(self) -> "ChangeQuerySet":
        return self.order_by("-at", "-pk")

    def titles(self) -> "dict[int, tuple[str, str]]":
        """The beginning of the sha and the title of each, by id."""
        rows = self.order_by().values_list("pk", "sha", "title", "pull_title")
        return {pk: (sha[:7], title or pull_title) for pk, sha, title, pull_title in rows}


class Change(models.Model):
    """A commit on the trunk of a repository, or a pull request that was merged into it.

    Commits that came to the trunk with it are `part_of` it and no changes of their own. `place` is
    its place in the order of the trunk; what is not known is None.
    """

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="changes")
    sha = models.CharField(max_length=64)
    part_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="parts", db_constraint=False
    )
    place = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()  # when it came to the trunk: merged, else committed
    committed_at = models.DateTimeField(null=True)
    merged_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    pull = models.PositiveIntegerField(null=True)
    pull_commits = models.PositiveIntegerField(null=True)
    parent = models.CharField(max_length=64, default="")  # its first one, from a log
    is_from_log = models.BooleanField(default=False)
    is_gone = models.BooleanField(default=False)
    title = models.CharField(max_length=300, default="")
    pull_title = models.CharField(max_length=300, default="")
    branch = models.CharField(max_length=300, default="")
    author = models.CharField(max_length=254, default="")
    reverts = ArrayField(models.CharField(max_length=64), default=list)
    names = ArrayField(models.CharField(max_length=20), default=list)  # cards: SLU-12
    paths = ArrayField(models.TextField(), null=True)
    added_by_path = ArrayField(models.IntegerField(), null=True)
    removed_by_path = ArrayField(models.IntegerField(), null=True)
    told_files = models.PositiveIntegerField(null=True)
    told_added = models.PositiveIntegerField(null=True)
    told_removed = models.PositiveIntegerField(null=True)
    files = models.PositiveIntegerField(null=True)  # without what is left out
    added = models.PositiveIntegerField(null=True)
    removed = models.PositiveIntegerField(null=True)
    cards = models.ManyToManyField("board.Card", related_name="changes", db_constraint=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["repository", "sha"], name="a_change_is_known_once")
        ]
        indexes = [
            models.Index(fields=["repository", "place"], name="changes_by_place"),
            models.Index(fields=["repository", "at"], name="changes_by_time"),
            GinIndex(fields=["names"], name="changes_by_the_cards_they_name"),
            GinIndex(fields=["reverts"], name="changes_by_what_they_revert"),
            models.Index(
                fields=["repository", "parent"],
                condition=~Q(parent=""),
                name="changes_by_their_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.sha[:7]

    @property
    def words(self) -> str:
        return self.title or self.pull_title

    @property
    def lines(self) -> int | None:
        """Added and removed together; None if they are not known."""
        return None if self.added is None or self.removed is None else self.added + self.removed

    @property
    def size(self) -> Size:
        return size_of(self.files, self.lines)

    def measure(self, left_out: Globs, paths: Sequence[str] | None = None) -> None:
        """Count files and lines, without the paths that the repository leaves out.

        `paths` are those of its parts, too, where it has some.
        """
        paths = self.paths if paths is None else paths
        kept = [at for at, path in enumerate(paths or ()) if not left_out.match(path)]
        if self.added_by_path is not None and self.removed_by_path is not None:
            self.files = len(kept)
            self.added = sum(self.added_by_path[at] for at in kept)
            self.removed = sum(self.removed_by_path[at] for at in kept)
            return
        is_whole = len(kept) == len(paths or ())
        self.files = self.told_files if is_whole and self.told_files is not None else len(kept)
        if self.told_files is None and paths is None:
            self.files = None
        self.added = self.told_added if is_whole else None
        self.removed = self.told_removed if is_whole else None
