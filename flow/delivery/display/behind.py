"""The items of each of the five measures: rows that link to deployments, changes, incidents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from board.models import Board
from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.display.ledger import cards_here, lines_of
from flow.delivery.display.tiles import COUNTS, NAMES, PATHS
from flow.delivery.display.words import changes_say, figure_says, took
from flow.delivery.measures.figure import DeliveryFigure, nothing
from flow.delivery.models import ComponentChange, Deployment, Incident
from flow.delivery.readings import UNITS, Delivered, moments
from flow.metrics.charts.chart import Link


@dataclass(frozen=True)
class Row:
    """Cells as a page shows them, and as a file has them; `counts` says whether the figure counts it
    among what it looks for."""

    links: list[Link]
    cells: list[Any]
    counts: bool = False


@dataclass
class Behind:
    """The rows of a measure; `row` says one of them."""

    name: str
    asked: DeliveryAsked
    head: list[str]
    rows: Any
    row: Callable[[Any], Row]
    marked: str = ""  # what a row is that counts
    figure: DeliveryFigure = field(default_factory=lambda: nothing("", ""))

    @property
    def title(self) -> str:
        return str(NAMES[self.name])

    @property
    def counts(self) -> str:
        return str(COUNTS[self.name])

    @property
    def says(self) -> str:
        return " ".join(figure_says(self.name, self.figure)).strip()

    @property
    def path(self) -> str:
        return PATHS[self.name]


def _frequency(asked: DeliveryAsked) -> Behind:
    return _of_deployments(
        "deployment_frequency", asked, _in_production(asked).planned_forwards(), lambda each: False
    )


def _fail_rate(asked: DeliveryAsked) -> Behind:
    rows = _in_production(asked).that_can_fail()
    return _of_deployments(
        "change_fail_rate", asked, rows, lambda each: bool(each.failed_because), _("failed")
    )


def _rework(asked: DeliveryAsked) -> Behind:
    return _of_deployments(
        "deployment_rework_rate",
        asked,
        _in_production(asked),
        lambda each: each.is_unplanned,
        _("not planned"),
    )


def _of_deployments(
    name: str,
    asked: DeliveryAsked,
    rows: Any,
    counts: Callable[[Deployment], bool],
    marked: str = "",
) -> Behind:
    board = asked.board

    def row(each: Deployment) -> Row:
        [line] = lines_of(board, [each], most=None)
        cards = _cards(board, [change.change for change in line.changes])
        brings = _("not known") if each.brings is None else changes_say(each.brings)
        marks = ", ".join(mark.words for mark in line.marks)
        links = [
            Link(_at(line.at), reverse("delivery-deployment", args=[board.key, each.pk])),
            Link(
                str(each.component),
                reverse("delivery-component", args=[board.key, each.component_id]),
            ),
            Link(each.sha[:7]),
            Link(brings),
            Link(cards),
            Link(marks),
        ]
        return Row(links, line.cells, counts(each))

    head = [_("When"), _("Component"), _("Version"), _("Brought"), _("Cards"), _("Marks")]
    page = Behind(name, asked, head, rows.with_nouns(most=None).latest_first(), row, marked)
    page.figure = _figure(asked, name)
    return page


def _lead_time(asked: DeliveryAsked) -> Behind:
    board = asked.board
    rows = (
        ComponentChange.objects.of_components(asked.shown)
        .brought_between(*moments(board, asked.window))
        .with_nouns()
        .longest_first()
    )

    def row(link: ComponentChange) -> Row:
        change, deployment = link.change, link.deployment
        assert deployment is not None
        done = deployment.finished_at
        assert done is not None
        seconds = (done - change.at).total_seconds()
        cards = _cards(board, [change])
        links = [
            Link(took(seconds)),
            Link(f"{change} {change.words}".strip()),
            Link(cards),
            Link(str(link.component)),
            Link(_at(change.at.astimezone(board.zone))),
            Link(
                _at(done.astimezone(board.zone)),
                reverse("delivery-deployment", args=[board.key, deployment.pk]),
            ),
        ]
        hours = round(seconds / 3600, 4)
        cells = [hours, change.sha, cards, link.component.name, change.at.isoformat()]
        return Row(links, [*cells, done.isoformat()], seconds < 0)

    head = [_("Took"), _("Change"), _("Cards"), _("Component"), _("On the trunk"), _("Deployed")]
    marked = _("negative: clocks disagree; listed, not counted")
    page = Behind("change_lead_time", asked, head, rows, row, marked)
    page.figure = _figure(asked, "change_lead_time")
    return page


def _recovery(asked: DeliveryAsked) -> Behind:
    board = asked.board
    rows = (
        Incident.objects.of_components(asked.shown)
        .detected_between(*moments(board, asked.window))
        .caused()
        .with_nouns()
        .latest_first()
    )

    def row(each: Incident) -> Row:
        cause = each.caused_by
        assert cause is not None
        is_shown = cause.component is not None and cause.component.team.board_id == board.pk
        took_ = (each.restored_at - each.detected_at).total_seconds() if each.restored_at else None
        links = [
            Link(each.title, reverse("delivery-incident", args=[board.key, each.pk])),
            Link(_("open") if took_ is None else took(took_)),
            Link(str(each.component)),
            Link(_at(each.detected_at.astimezone(board.zone))),
            Link(
                f"{cause.sha[:7]}, {_at(cause.told_at.astimezone(board.zone))}",
                reverse("delivery-deployment", args=[board.key, cause.pk]) if is_shown else "",
            ),
        ]
        hours = "" if took_ is None else round(took_ / 3600, 4)
        restored = each.restored_at.isoformat() if each.restored_at else ""
        cells = [each.title, hours, each.component.name, each.detected_at.isoformat(), restored]
        return Row(links, cells, each.restored_at is None)

    head = [_("Incident"), _("Took"), _("Component"), _("Detected"), _("Caused by")]
    marked = _("open: not counted yet")
    page = Behind("failed_deployment_recovery_time", asked, head, rows, row, marked)
    page.figure = _figure(asked, "failed_deployment_recovery_time")
    return page


def _in_production(asked: DeliveryAsked) -> Any:
    deployments = Deployment.objects.of_components(asked.shown).in_production()
    return deployments.finished_between(*moments(asked.board, asked.window))


def _figure(asked: DeliveryAsked, name: str) -> DeliveryFigure:
    """The measure itself, where one team or component is asked about."""
    if len(asked.scopes) > 1:
        return nothing(UNITS[name], "")
    return Delivered(asked.scopes[0], asked.window).measures[name]


def _at(moment: datetime) -> str:
    return date_format(moment, "D j M H:i")


def _cards(board: Board, changes: Sequence[Any]) -> str:
    keys = {card.key: card for change in changes for card in cards_here(board, change)}
    return ", ".join(sorted(keys, key=lambda key: keys[key].number))


BEHIND: dict[str, Callable[[DeliveryAsked], Behind]] = {
    "deployment_frequency": _frequency,
    "change_lead_time": _lead_time,
    "change_fail_rate": _fail_rate,
    "failed_deployment_recovery_time": _recovery,
    "deployment_rework_rate": _rework,
}
