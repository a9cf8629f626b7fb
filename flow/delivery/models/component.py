from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField
from flow.delivery.models.repository import Repository
from flow.delivery.models.team import Team

if TYPE_CHECKING:
    from board.models import Board, Person


class ComponentQuerySet(models.QuerySet["Component"]):
    def seen_by(self, person: "Person") -> "ComponentQuerySet":
        """Return the components whose repository or team is of a board on which this person has a
        role.
        """
        mine = Q(repository__board__memberships__person=person) | Q(
            team__board__memberships__person=person
        )
        return self.filter(mine).distinct()

    def of_teams_of(self, board: "Board") -> "ComponentQuerySet":
        return self.filter(team__board=board).select_related("team", "repository")

    def of_repositories_of(self, board: "Board") -> "ComponentQuerySet":
        return self.filter(repository__board=board)

    def shown_on(self, board: "Board") -> "ComponentQuerySet":
        """Return the components of the teams of a board, and of its repositories."""
        return self.filter(Q(team__board=board) | Q(repository__board=board))

    def beside(self, component: "Component") -> "ComponentQuerySet":
        """The others of its repository, and of the boards of its repository and of its team."""
        boards = (component.repository.board_id, component.team.board_id)
        near = Q(repository__board__in=boards) | Q(team__board__in=boards)
        return self.filter(near).exclude(pk=component.pk)

    def owned_elsewhere(self) -> "list[Component]":
        """Return the components whose team is of another board than their repository; both boards
        are kept.
        """
        elsewhere = self.exclude(team__board=models.F("repository__board")).filter(
            team__board__erased_at=None, repository__board__erased_at=None
        )
        return list(elsewhere.select_related("repository").order_by("pk"))

    def called(self, name: str) -> "ComponentQuerySet":
        return self.filter(name__iexact=name)


def usual_production() -> list[str]:
    return ["production"]


class Component(models.Model):
    """A part of a repository that can be deployed alone: its paths. Exactly one team owns it."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="components")
    team = models.ForeignKey(Team, models.CASCADE, related_name="components")
    name = NameField(gettext_lazy("name"), max_length=80)
    paths = ArrayField(models.CharField(max_length=300))
    production = ArrayField(models.CharField(max_length=200), default=usual_production)

    objects = ComponentQuerySet.as_manager()

    MOST = Most(100, gettext_lazy("A repository has at most %(most)s components."))
    MOST_PATHS = Most(100, gettext_lazy("A component has at most %(most)s paths."))

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "repository", Lower("name"), name="a_component_has_its_own_name_in_a_repository"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        repository: Repository,
        name: str,
        *,
        paths: Sequence[str],
        team: Team,
        production: Sequence[str] = ("production",),
    ) -> "Component":
        """A new component; what was delivered before it was made is counted for it, too."""
        with transaction.atomic():
            cls.MOST.check(repository.components.count())
            component = cls(
                repository=repository,
                name=name,
                paths=list(paths),
                team=team,
                production=list(production),
            )
            component._check()
            component.save()
            repository.deliveries.without_component().apply_again()
            repository.ask_to_count()
        return component

    def revise(self, **fields: Any) -> "Component":
        """Change what is named: name, paths, team, production."""
        for what, value in fields.items():
            setattr(self, what, list(value) if what in ("paths", "production") else value)
        self._check()
        self.save(update_fields=[*fields])
        self.repository.ask_to_count()
        return self

    def remove(self) -> None:
        """Delete the component with its deployments and incidents; changes stay."""
        self.repository.ask_to_count()
        self.delete()

    def is_production(self, environment: str) -> bool:
        return environment.lower() in {each.lower() for each in self.production}

    def _check(self) -> None:
        self.MOST_PATHS.check(0, more=len(self.paths))
        check_fields(self, "name")
        same = self.repository.components.called(self.name).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"name": _("%(name)s is there already.") % {"name": self.name}})
