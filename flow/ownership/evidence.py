"""The evidence of components for small batches: how often one is deployed alone."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from board.models import Board
from flow.ownership.count import count_of


def evidence_of_readiness(board: Board, now: datetime) -> Iterator[tuple[str, str, str]]:
    """The criterion, the sentence, and the name of the URL of the page that shows it.

    Of the production deployments of 90 days, as the page of components counts them.
    """
    count = count_of(board, now=now)
    deployments = sum(each.deployments for each in count.independence.values())
    if not deployments:
        return
    alone = sum(each.alone for each in count.independence.values())
    words = ngettext(
        "%(alone)d of %(n)d deployment in 90 days were on their own",
        "%(alone)d of %(n)d deployments in 90 days were on their own",
        deployments,
    ) % {"alone": alone, "n": deployments}
    if together := len(count.releases):
        releases = ngettext("%(n)d coordinated release", "%(n)d coordinated releases", together) % {
            "n": together
        }
        words = _("%(alone)s; %(releases)s") % {"alone": words, "releases": releases}
    yield "small_batches", words, "ownership"
