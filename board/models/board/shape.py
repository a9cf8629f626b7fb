from collections.abc import Collection
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext as _

from board.models.card_template import CardTemplate
from board.models.column.column import Column
from board.models.label import Label
from board.models.lane import Lane
from board.models.limit.limit import Limit, Scope
from board.models.refusals import NotHere, NotPossible
from board.models.service_class import ServiceClass
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board

Thing = TypeVar("Thing", Column, Lane, ServiceClass)

COLUMNS = Compiled(lambda board: Column.objects.filter(board=board, archived_at=None))
LANES = Compiled(lambda board: Lane.objects.filter(board=board, archived_at=None))
CLASSES = Compiled(lambda board: ServiceClass.objects.filter(board=board))
LABELS = Compiled(lambda board: Label.objects.filter(board=board))
TEMPLATES = Compiled(lambda board: CardTemplate.objects.filter(board=board))
LIMITS = Compiled(lambda board: Limit.objects.filter(board=board).in_force().with_columns())


class Shape:
    """The columns, lanes, classes of service, limits, labels and card templates of a board.

    Archived ones are left out: nothing can be moved there. Each is read once in a process for each
    `shape_version` of the board.
    """

    def __init__(self, board: "Board"):
        self._board = board

    @cached_property
    def columns(self) -> dict[int, Column]:
        return self._ours(COLUMNS)

    @cached_property
    def lanes(self) -> dict[int, Lane]:
        return self._ours(LANES)

    @cached_property
    def service_classes(self) -> dict[int, ServiceClass]:
        return self._ours(CLASSES)

    @cached_property
    def limits(self) -> list[Limit]:
        """Return the limits in force, each with its columns and its title."""
        return [self.fit(limit) for limit in self._ours(LIMITS).values()]

    @cached_property
    def labels(self) -> dict[int, Label]:
        """Return the labels by name."""
        return self._ours(LABELS)

    @cached_property
    def card_templates(self) -> dict[int, CardTemplate]:
        """By name."""
        return self._ours(TEMPLATES)

    def _ours(self, question: "Compiled[Any]") -> dict[int, Any]:
        """Return these parts of the board by id, in order, each with this board object."""
        board = self._board
        by_id = {each.pk: each for each in question.objects_of(board.shape_version, board.pk)}
        for each in by_id.values():
            each.board = self._board
        return by_id

    def fit(self, limit: Limit) -> Limit:
        """Set the columns that a limit covers here, and its title."""
        columns = self.columns.values()
        if limit.named_column_ids:
            covered = {column.pk for column in columns if column.pk in limit.named_column_ids}
        else:
            covered = {column.pk for column in columns if column.is_in_progress}
        if limit.each_person:
            covered -= {column.pk for column in columns if column.is_done}
        limit.column_ids = frozenset(covered)
        limit.title = limit.name or self._title(limit)
        limit.shape = self
        return limit

    def sketch(self, columns: Collection[Column], **fields: Any) -> Limit:
        """Return an unsaved limit, to see what it would count and do."""
        limit = Limit(board=self._board, **fields)
        limit.named_column_ids = [column.pk for column in columns]
        return self.fit(limit)

    def _title(self, limit: Limit) -> str:
        names = self._names(limit.named_column_ids)
        if limit.lane_id and limit.lane_id in self.lanes:  # else they need not be read
            names.append(self.lanes[limit.lane_id].name)
        if limit.service_class_id and limit.service_class_id in self.service_classes:
            names.append(self.service_classes[limit.service_class_id].name)
        return ", ".join(names) or _("Work in progress")

    def _names(self, columns: Collection[int]) -> list[str]:
        """Return the names of these columns; a whole group goes by its own name."""
        names = []
        for group in self.groups:
            asked = [column for column in group if column.pk in columns]
            is_whole = len(asked) == len(group) > 1
            names += [group[0].group] if is_whole else [column.name for column in asked]
        return names

    @property
    def groups(self) -> list[list[Column]]:
        """Return the columns from left to right, those with a common header together."""
        together = groupby(self.columns.values(), key=lambda column: column.group or column.pk)
        return [list(columns) for _group, columns in together]

    def own_limit(self, column: Column) -> Limit | None:
        """Return the limit on exactly this column, if it has one."""
        return self.limit_on([column])

    def limit_on(self, columns: Collection[Column]) -> Limit | None:
        """Return the limit on exactly these columns, for all lanes, classes and people together."""
        asked = {column.pk for column in columns}
        for limit in self.limits:
            if limit.scope in (Scope.COLUMN, Scope.COLUMNS) and asked == {*limit.named_column_ids}:
                return limit
        return None

    def column(self, column: Column) -> Column:
        """Return this column as it is now; raise NotHere if it has left the board."""
        return _here(
            self.columns,
            column,
            _("The column %(name)s is not on this board any more."),
            "column",
        )

    def column_with_id(self, pk: int) -> Column:
        """Return a column that the log names; raise NotHere if it has left the board."""
        if pk not in self.columns:
            raise NotHere(_("That column is not on this board any more."))
        return self.columns[pk]

    def lane(self, lane: Lane) -> Lane:
        return _here(
            self.lanes,
            lane,
            _("The lane %(name)s is not on this board any more."),
            "lane",
        )

    def must_have_lane(self, pk: int) -> None:
        """Check a lane that the log names; raise NotHere if it has left the board."""
        if pk not in self.lanes:
            raise NotHere(_("That lane is not on this board any more."))

    def service_class(self, service_class: ServiceClass) -> ServiceClass:
        return _here(
            self.service_classes,
            service_class,
            _("The class of service %(name)s is not on this board any more."),
            "service_class",
        )

    @property
    def first_lane(self) -> Lane:
        return next(iter(self.lanes.values()))

    @property
    def usual_lane(self) -> Lane:
        """Return the last lane, for cards that Sluice makes: what cannot wait has its lane on top."""
        return next(reversed(self.lanes.values()))

    @property
    def first_service_class(self) -> ServiceClass:
        return next(iter(self.service_classes.values()))

    @property
    def backlog(self) -> Column:
        """Return the first column if it is a queue; raise NotPossible if the board has no queue."""
        first = next(iter(self.columns.values()))
        if first.is_started:
            raise NotPossible(_("This board has no column before the commitment point."))
        return first

    @property
    def commitment_point(self) -> Column:
        """Return the first column that is not a queue: a card that enters it is started."""
        return next(column for column in self.columns.values() if column.is_started)


def read_together(boards: Collection["Board"]) -> None:
    """Read the shapes of several boards, in four statements for all of them."""
    for board in boards:
        empty: dict[str, Any] = {"columns": {}, "lanes": {}, "service_classes": {}, "limits": []}
        vars(board.shape).update(empty)
    shapes = {board.pk: board.shape for board in boards}
    for column in Column.objects.filter(board__in=shapes, archived_at=None):
        shapes[column.board_id].columns[column.pk] = column
    for lane in Lane.objects.filter(board__in=shapes, archived_at=None):
        shapes[lane.board_id].lanes[lane.pk] = lane
    for each in ServiceClass.objects.filter(board__in=shapes):
        shapes[each.board_id].service_classes[each.pk] = each
    for limit in Limit.objects.filter(board__in=shapes).in_force().with_columns():
        shapes[limit.board_id].limits.append(shapes[limit.board_id].fit(limit))


def _here(things: dict[int, Thing], thing: Thing, words: str, about: str) -> Thing:
    if thing.pk not in things:
        raise NotHere(words % {"name": thing.name}, about)
    return things[thing.pk]
