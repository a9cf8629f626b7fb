from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField
from board.models.refusals import NotPossible

if TYPE_CHECKING:
    from board.models import Board, Person


class TeamQuerySet(models.QuerySet["Team"]):
    def of(self, board: "Board") -> "TeamQuerySet":
        return self.filter(board=board)

    def seen_by(self, person: "Person") -> "TeamQuerySet":
        """The teams of the boards on which this person has a role."""
        return self.filter(board__memberships__person=person)

    def called(self, name: str) -> "TeamQuerySet":
        return self.filter(name__iexact=name)


class Team(models.Model):
    """People of a board, and the addresses under which they commit; it owns components."""

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="teams")
    name = NameField(gettext_lazy("name"), max_length=80)
    members = models.ManyToManyField("board.Person", related_name="+")

    objects = TeamQuerySet.as_manager()

    MOST = Most(50, gettext_lazy("A board has at most %(most)s teams."))
    MOST_ADDRESSES = Most(500, gettext_lazy("A team has at most %(most)s addresses."))

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"], name="a_team_has_its_own_name_on_a_board"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_team_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        board: "Board",
        name: str,
        *,
        members: Iterable["Person"] = (),
        addresses: Iterable[str] = (),
    ) -> "Team":
        """A new team of this board. Raises ValidationError for a name or an address that is taken."""
        with transaction.atomic():
            cls.MOST.check(cls.objects.of(board).count())
            team = cls(board=board, name=name)
            team._check()
            team.save()
            team._set(members=members, addresses=addresses)
        return team

    def revise(self, **fields: Any) -> "Team":
        """Change what is named: name, members, addresses."""
        with transaction.atomic():
            if "name" in fields:
                self.name = fields["name"]
                self._check()
                self.save(update_fields=["name"])
            self._set(**{what: fields[what] for what in ("members", "addresses") if what in fields})
        return self

    def dissolve(self) -> None:
        """Delete the team. Raises NotPossible while it owns components."""
        if self.components.exists():
            raise NotPossible(
                _("%(team)s owns components. Give them to another team first.") % {"team": self}
            )
        self.delete()

    def _check(self) -> None:
        check_fields(self, "name")
        same = Team.objects.of(self.board).called(self.name).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"name": _("%(name)s is there already.") % {"name": self.name}})

    def _set(
        self,
        members: Iterable["Person"] | None = None,
        addresses: Iterable[str] | None = None,
    ) -> None:
        if members is not None:
            self.members.set(members)
        if addresses is None:
            return
        wanted = {address.strip().lower() for address in addresses} - {""}
        self.MOST_ADDRESSES.check(0, more=len(wanted))
        if TeamAddress.objects.of_others(self, wanted).exists():
            raise ValidationError({"addresses": _("An address belongs to one team at most.")})
        self.addresses.exclude(address__in=wanted).delete()
        there = set(self.addresses.values_list("address", flat=True))
        TeamAddress.objects.bulk_create(
            TeamAddress(team=self, address=address) for address in sorted(wanted - there)
        )


class TeamAddressQuerySet(models.QuerySet["TeamAddress"]):
    def of_others(self, team: Team, addresses: Iterable[str]) -> "TeamAddressQuerySet":
        """These addresses, where they belong to another team."""
        return self.filter(address__in=addresses).exclude(team=team)


class TeamAddress(models.Model):
    """An address under which somebody of a team commits, in lower case."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254, unique=True)

    objects = TeamAddressQuerySet.as_manager()

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
