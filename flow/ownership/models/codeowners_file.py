from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from flow.delivery.models import Provider, Repository, Team
from flow.ownership import gitlab_codeowners
from flow.ownership.codeowners import MOST_LINES, Codeowners, read

if TYPE_CHECKING:
    from board.models import Person

LONGEST = 3 * 1024 * 1024  # bytes: what a forge reads of it at most


class CodeownersFile(models.Model):
    """The CODEOWNERS of a repository, as it was sent last."""

    repository = models.OneToOneField(
        Repository, models.CASCADE, related_name="codeowners", primary_key=True
    )
    text = models.TextField(blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"CODEOWNERS of {self.repository_id}"

    @classmethod
    def store(cls, repository: Repository, text: str, *, by: "Person") -> "CodeownersFile":
        """Keep this text; it takes the place of the one before."""
        if len(text.encode()) > LONGEST or text.count("\n") > MOST_LINES:
            words = _("A CODEOWNERS file has at most 3 MB and %(most)s lines.")
            raise ValidationError({"text": words % {"most": MOST_LINES}})
        values = {"text": text, "told_at": timezone.now(), "told_by": by}
        kept, _made = cls.objects.update_or_create(repository=repository, defaults=values)
        return kept

    @classmethod
    def of(cls, repository: Repository) -> Codeowners:
        """Return the rules in the file of a repository, as its forge reads it; none without a file."""
        kept = cls.objects.filter(repository=repository).first()
        is_gitlab = repository.provider == Provider.GITLAB
        return (gitlab_codeowners.read if is_gitlab else read)(kept.text if kept else "")


def team_of(repository: Repository, owners: Sequence[str]) -> Team | None:
    """The first team among these owners, of those of the board and of the components.

    A forge's name `@acme/dock-office` is the team "Dock office", at GitLab `@dock-office` too; an
    address is that of its team.
    """
    if not owners:
        return None
    teams = Team.objects.of(repository.board) | Team.objects.filter(
        components__repository=repository
    )
    known = list(teams.distinct().prefetch_related("addresses"))
    by_name = {slugify(team.name): team for team in known}
    by_address = {each.address: team for team in known for each in team.addresses.all()}
    is_gitlab = repository.provider == Provider.GITLAB
    for owner in owners:
        is_group = owner.startswith("@") and ("/" in owner or is_gitlab)
        name = slugify(owner.rpartition("/")[2].removeprefix("@"))
        team = by_name.get(name) if is_group else by_address.get(owner.lower())
        if team is not None:
            return team
    return None
