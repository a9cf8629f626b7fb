from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import Kind as Happened
from board.models.most import Most
from board.models.name import NameField, compared, folded
from flow.metrics.models.parts import about

if TYPE_CHECKING:
    from board.models import Board, Person
    from flow.flags.models.flag import Flag

USUAL = (("development", False), ("staging", False), ("production", True))
CHANNEL = "flags"  # on which the processes that answer learn of changes
TICK = """
    WITH tick AS (
        UPDATE flags_environment SET version = version + 1 WHERE id = %s RETURNING id, version
    )
    SELECT pg_notify('flags', id || ':' || version || ':' || %s) FROM tick
"""
NOTIFY = "SELECT pg_notify('flags', '*')"


class EnvironmentQuerySet(models.QuerySet[Any]):
    def of(self, board: "Board") -> list["Environment"]:
        """The environments of a board; those that every board begins with, while none is kept."""
        return list(self.filter(board=board)) or [
            self.model(board=board, name=name, production=production, position=position)
            for position, (name, production) in enumerate(USUAL)
        ]

    def kept_of(self, board: "Board") -> list["Environment"]:
        """The same, all of them kept."""
        here = self.of(board)
        if any(each.pk is None for each in here):
            Environment.objects.bulk_create(here, ignore_conflicts=True)
            here = self.of(board)
        return here

    def arrange(
        self, board: "Board", wanted: Sequence[tuple[str, bool]], *, by: "Person"
    ) -> list["Environment"]:
        """Let a board have these environments, by name and whether it is production.

        One that is not named is removed with the states of its flags. Raises ValidationError unless
        the names differ and exactly one is production, and for one that a token still opens.
        """
        _check(wanted)
        with board.turn(by=by) as turn:
            here = {compared(each.name): each for each in self.kept_of(board)}
            was = [each.fact for each in here.values()]
            names = {compared(name) for name, _production in wanted}
            self._remove([each for name, each in here.items() if name not in names])
            self.filter(board=board).update(production=False)
            for position, (name, production) in enumerate(wanted):
                environment = here.get(compared(name)) or self.model(board=board)
                environment.name, environment.production = folded(name), production
                environment.position = position
                environment.save()
            now = self.of(board)
            if [each.fact for each in now] != was:
                apps.get_model("flags.FlagState").objects.complete(board)
                for each in sorted(now, key=lambda each: each.pk):
                    each.tick()
                notify_servers()
                turn.record(Happened.SETTINGS_CHANGED, of="environments", now=[e.fact for e in now])
        return now

    def _remove(self, leaving: Sequence["Environment"]) -> None:
        for environment in leaving:
            if environment.tokens.valid().exists():
                words = _now("A token opens %(name)s. Revoke it first.")
                raise ValidationError({"environments": words % {"name": environment.name}})
        self.filter(pk__in=[each.pk for each in leaving]).delete()


class Environment(models.Model):
    """Where flags are asked. Its version is raised by each change of its flags, and never lowered."""

    board = about("board.Board", db_index=True)
    name = NameField(_("name"), max_length=40)
    production = models.BooleanField(_("production"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=1, editable=False)

    objects = EnvironmentQuerySet.as_manager()

    MOST = Most(20, _("A board has at most %(most)s environments."))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"], name="an_environment_has_a_name_of_its_own"
            ),
            models.UniqueConstraint(
                fields=["board"],
                condition=Q(production=True),
                name="a_board_has_one_production",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def fact(self) -> dict[str, object]:
        return {"name": self.name, "production": self.production}

    def tick(self, flag: "Flag | None" = None) -> None:
        """Raise the version, and notify the processes that answer: one flag has changed, or any."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TICK, [self.pk, str(flag.pk) if flag else "*"])


def notify_servers() -> None:
    """Let the processes that answer look at everything again."""
    with connection.cursor() as cursor:
        cursor.execute(NOTIFY)


def _check(wanted: Sequence[tuple[str, bool]]) -> None:
    Environment.MOST.check(0, more=len(wanted))
    names = [compared(name) for name, _production in wanted]
    if len(set(names)) < len(names):
        raise ValidationError({"environments": _now("Two environments have the same name.")})
    if not all(names):
        raise ValidationError({"environments": _now("An environment needs a name.")})
    if sum(production for _name, production in wanted) != 1:
        raise ValidationError({"environments": _now("Say which one is production: exactly one.")})
