"""The kinds of alerts of delivery: a red trunk, an open incident, a deployment that failed, a card
that is finished and not deployed."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from board.models import Board, Card
from flow.alerts.kinds import KindOfAlert
from flow.alerts.rules import Crossing
from flow.delivery.measures.trunk import RED
from flow.delivery.models import Deployment, Incident
from flow.delivery.of_cards import not_in_production
from flow.delivery.trunk_signs import trunks_now

USUAL_WAIT = 7  # days from done on the board to production


def _red(board: Board, _days: int | None, _now: datetime) -> Iterator[Crossing]:
    page = reverse("delivery", args=[board.key])
    for repository, state in trunks_now(board):
        if state.colour == RED and state.since is not None:
            yield Crossing(
                "red",
                f"{repository.pk} {state.since.isoformat()}",
                board.day_of(state.since),
                title=repository.name,
                address=f"{page}#trunk",
            )


def _open_incidents(board: Board, _days: int | None, _now: datetime) -> Iterator[Crossing]:
    for incident in Incident.objects.shown_on(board).open().order_by("detected_at", "pk"):
        yield Crossing(
            "incident",
            str(incident.pk),
            board.day_of(incident.detected_at),
            title=incident.title,
            address=reverse("delivery-incident", args=[board.key, incident.pk]),
        )


def _failed(board: Board, _days: int | None, _now: datetime) -> Iterator[Crossing]:
    """The last attempt to bring a component into production, where it failed."""
    for deployment in Deployment.objects.last_attempts_that_failed(board):
        yield Crossing(
            "failed",
            str(deployment.pk),
            board.day_of(deployment.told_at),
            title=f"{deployment.component} {deployment.sha[:7]}",
            address=reverse("delivery-deployment", args=[board.key, deployment.pk]),
        )


def _not_deployed(board: Board, days: int | None, now: datetime) -> Iterator[Crossing]:
    calendar, today = board.calendar, board.day_of(now)
    cards = [pk for some in not_in_production(board).values() for pk in some]
    for pk, column, at in Card.objects.filter(pk__in=cards).values_list(
        "pk", "column", "finished_at"
    ):
        if at is None:
            continue
        since = board.day_of(at)
        if (calendar.days(since, today) or 0) > (days or 0):
            yield Crossing("undeployed", f"{since}", since, card=pk, column=column)


KINDS = (
    KindOfAlert(
        "red",
        _("the trunk is red"),
        None,
        rule=_("The last build of the trunk of a repository failed."),
        says=_("The trunk of %(title)s has been red since %(day)s."),
        crossings=_red,
        presses=True,
    ),
    KindOfAlert(
        "incident",
        _("an incident is open"),
        None,
        rule=_("An incident of a component is open."),
        says=_("%(title)s has been open since %(day)s."),
        crossings=_open_incidents,
        presses=True,
    ),
    KindOfAlert(
        "failed",
        _("a deployment failed"),
        None,
        rule=_("The last attempt to bring a component into production failed."),
        says=_("%(title)s did not reach production on %(day)s."),
        crossings=_failed,
        presses=True,
    ),
    KindOfAlert(
        "undeployed",
        _("finished, not deployed"),
        USUAL_WAIT,
        rule=_(
            "A card is finished and a change of it is not in production for more than %(days)d days."
        ),
        says=_("Finished, not deployed for %(days)d days."),
        crossings=_not_deployed,
    ),
)
