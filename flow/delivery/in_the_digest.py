"""The section of delivery in the digest: a red trunk, open incidents, deployments."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.alerts.few import Few
from flow.alerts.morning.sections import DigestSection, SectionLine
from flow.delivery.measures.trunk import RED
from flow.delivery.models import Deployment, Incident
from flow.delivery.trunk_signs import trunks_now

if TYPE_CHECKING:
    from flow.alerts.morning.facts import Morning


def section(morning: "Morning") -> DigestSection | None:
    board = morning.board
    page = reverse("delivery", args=[board.key])
    red = [repository for repository, state in trunks_now(board) if state.colour == RED]
    open_ = list(Incident.objects.shown_on(board).open().order_by("detected_at", "pk"))
    lines = [SectionLine(each.name, _("the trunk is red"), path=f"{page}#trunk") for each in red]
    lines += [
        SectionLine(
            each.title,
            _("an open incident"),
            path=reverse("delivery-incident", args=[board.key, each.pk]),
        )
        for each in open_
    ]
    deployed = _deployed(morning)
    if deployed:
        words = ngettext(
            "%(n)d deployment to production", "%(n)d deployments to production", deployed
        )
        lines.append(SectionLine(words % {"n": deployed}, _("since the last digest"), path=page))
    if not lines:
        return None
    return DigestSection(_("Delivery"), Few(lines), _headline(len(red), len(open_), deployed))


def _deployed(morning: "Morning") -> int:
    since = morning.since.at
    if since is None:
        return 0
    deployments = Deployment.objects.shown_on(morning.board).in_production()
    return deployments.finished_between(since, morning.now).count()


def _headline(red: int, open_: int, deployed: int) -> str:
    if red:
        return ngettext("the trunk is red", "%(n)d trunks are red", red) % {"n": red}
    if open_:
        return ngettext("an incident is open", "%(n)d incidents are open", open_) % {"n": open_}
    words = ngettext("%(n)d deployment", "%(n)d deployments", deployed)
    return words % {"n": deployed}
