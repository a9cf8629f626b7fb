from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from flow.delivery.models import Repository, Team
from flow.ownership.codeowners import MOST_LINES, Codeowners, OwnersLine, read

if TYPE_CHECKING:
    from board.models import Person

LONGEST = 3 * 1024 * 1024  # bytes: what a forge reads of it at most


class CodeownersFile(models.Model):
    """The CODEOWNERS of a repository, as it was told last."""

    repository = models.OneToOneField(
        Repository, models.CASCADE, related_name="codeowners", primary_key=True
    )
    text = models.TextField(blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"CODEOWNERS of {self.repository_id}"

    @classmethod
    def tell(cls, repository: Repository, text: str, *, by: "Person") -> "CodeownersFile":
        """Keep this text; it takes the place of the one before."""
        if len(text.encode()) > LONGEST or text.count("\n") > MOST_LINES:
            words = _("A CODEOWNERS file has at most 3 MB and %(most)s lines.")
            raise ValidationError({"text": words % {"most": MOST_LINES}})
        said = {"text": text, "told_at": timezone.now(), "told_by": by}
        kept, _made = cls.objects.update_or_create(repository=repository, defaults=said)
        return kept

    @classmethod
    def of(cls, repository: Repository) -> Codeowners:
        """What the file of a repository says; of one that was never told, nothing."""
        kept = cls.objects.filter(repository=repository).first()
        return read(kept.text if kept else "")


def team_of(repository: Repository, line: OwnersLine | None) -> Team | None:
    """The first team that a line names, among those of the board and of the components.

    A forge's name `@acme/dock-office` is the team "Dock office"; an address is that of its team.
    """
    if line is None:
        return None
    teams = Team.objects.of(repository.board) | Team.objects.filter(
        components__repository=repository
    )
    known = list(teams.distinct().prefetch_related("addresses"))
    by_name = {slugify(team.name): team for team in known}
    by_address = {each.address: team for team in known for each in team.addresses.all()}
    for owner in line.owners:
        name = slugify(owner.rpartition("/")[2]) if owner.startswith("@") else ""
        found = by_name.get(name) if "/" in owner else by_address.get(owner.lower())
        if found is not None:
            return found
    return None
