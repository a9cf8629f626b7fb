"""What delivery says on the page of flow: the development cycle time, beside the cycle time."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.delivery.of_cards import development_times
from flow.metrics.charts.question import Question
from flow.metrics.display.beside import BesideFlow

PERCENT = 85


def beside(question: Question) -> Iterator[BesideFlow]:
    """Of the whole board, whatever cards the page is about."""
    board, window = question.flow.board, question.flow.window
    found = development_times(board, window)
    there = {"from": window.first.isoformat(), "to": window.last.isoformat()}
    href = f"{reverse('delivery', args=[board.key])}?{urlencode(there)}#development"
    if not found.days:
        said = _("no data, because no finished card came to production in these days.")
    else:
        days = found.percentiles[PERCENT]
        words = ngettext(
            "%(percent)d %% of the cards took %(days)d day or fewer (%(cards)d in all).",
            "%(percent)d %% of the cards took %(days)d days or fewer (%(cards)d in all).",
            days,
        )
        said = words % {"percent": PERCENT, "days": days, "cards": len(found.days)}
    ends = _(
        "It ends with the first production deployment of a card's last change; cycle time ends when the "
        "card is done on the board."
    )
    yield BesideFlow(_("Development cycle time"), f"{said} {ends}", href)
