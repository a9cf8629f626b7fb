"""The templates of new boards: columns, lanes and limits that fit the way a team works."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models import BatchMode, Board, Mode, Person, Service, Stage
from board.models.board.practices import ALL_PRACTICES

Words = str | Promise
QUEUE, ACTIVE, WAITING, DONE = Stage.QUEUE, Stage.ACTIVE, Stage.WAITING, Stage.DONE
LimitOf = Callable[[int], int]  # of the number of people in the team


@dataclass(frozen=True)
class TemplateColumn:
    """A column of a template; those of one group that stand together share the group's limit."""

    name: Words
    stage: Stage
    group: Words = ""


@dataclass(frozen=True)
class Template:
    """A way to begin. The words are translated when a board is made from it."""

    title: Words
    words: Words
    steps: list[TemplateColumn]
    lanes: list[Words] = field(default_factory=list)
    limits: list[tuple[Words, LimitOf]] = field(default_factory=list)  # of a column or group
    one_expedite: bool = False
    batch_mode: BatchMode = BatchMode.OFF
    practices: list[str] = field(default_factory=list)

    def make(self, name: str, *, key: str, team: int, by: Person) -> Board:
        """Make a board for a team of this many people. Raises ValidationError."""
        with transaction.atomic():
            board = Board.make(
                name,
                key=key,
                by=by,
                columns=[(str(step.name), step.stage) for step in self.steps],
                lanes=[str(lane) for lane in self.lanes],
                time_zone=by.time_zone,
            )
            self._group(board, by=by)
            self._limit(board, team, by=by)
            self._switch_on(board, by=by)
        return board

    def _group(self, board: Board, *, by: Person) -> None:
        columns = list(board.shape.columns.values())
        for column, step in zip(columns, self.steps, strict=True):
            if step.group:
                column.revise(group=str(step.group), by=by)

    def _limit(self, board: Board, team: int, *, by: Person) -> None:
        columns = list(board.shape.columns.values())
        for name, limit_of in self.limits:
            limited = [
                column
                for column, step in zip(columns, self.steps, strict=True)
                if name in (step.name, step.group)
            ]
            board.limit_columns(limited, limit_of(team), mode=Mode.REASON, by=by)
        if self.one_expedite:
            expedite = board.class_of(Service.EXPEDITE)
            name = _now("One expedite card at a time")
            board.add_limit(name=name, maximum=1, service_class=expedite, by=by)

    def _switch_on(self, board: Board, *, by: Person) -> None:
        board.set_batch_rule(mode=self.batch_mode, by=by)
        board.switch_practices(**dict.fromkeys(self.practices, True), by=by)


def plus_two(team: int) -> int:
    """Room for everybody, and for two cards that wait for somebody else."""
    return team + 2


def each_one(team: int) -> int:
    return team


TEMPLATES = {
    "basic": Template(
        _("Basic"),
        _("To do, Doing, Done. As many cards in Doing as there are people."),
        [
            TemplateColumn(_("To do"), QUEUE),
            TemplateColumn(_("Doing"), ACTIVE),
            TemplateColumn(_("Done"), DONE),
        ],
        limits=[(_("Doing"), each_one)],
    ),
    "development": Template(
        _("Development"),
        _(
            "Ideas, Ready, Build and Review with Doing and Done, Release, Done. "
            "Build and Review each hold two cards more than there are people."
        ),
        [
            TemplateColumn(_("Ideas"), QUEUE),
            TemplateColumn(_("Ready"), QUEUE),
            TemplateColumn(_("Build Doing"), ACTIVE, _("Build")),
            TemplateColumn(_("Build Done"), WAITING, _("Build")),
            TemplateColumn(_("Review Doing"), ACTIVE, _("Review")),
            TemplateColumn(_("Review Done"), WAITING, _("Review")),
            TemplateColumn(_("Release"), ACTIVE),
            TemplateColumn(_("Done"), DONE),
        ],
        limits=[(_("Build"), plus_two), (_("Review"), plus_two)],
        batch_mode=BatchMode.REASON,
        practices=list(ALL_PRACTICES),
    ),
    "expedite": Template(
        _("With an Expedite lane"),
        _(
            "Ideas, Ready, Build, Review, Done, and a lane on top for what cannot wait: "
            "one card at a time."
        ),
        [
            TemplateColumn(_("Ideas"), QUEUE),
            TemplateColumn(_("Ready"), QUEUE),
            TemplateColumn(_("Build"), ACTIVE),
            TemplateColumn(_("Review"), ACTIVE),
            TemplateColumn(_("Done"), DONE),
        ],
        lanes=[_("Expedite"), _("Standard")],
        limits=[(_("Build"), plus_two), (_("Review"), each_one)],
        one_expedite=True,
    ),
    "empty": Template(
        _("Empty"),
        _("Doing and Done, the least that a board has, and no limits. The rest is up to you."),
        [TemplateColumn(_("Doing"), ACTIVE), TemplateColumn(_("Done"), DONE)],
    ),
}
