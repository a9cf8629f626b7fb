"""The part of delivery on the page of flow: the development cycle time, next to the cycle time."""

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
    """Of the whole board, also where the page is about some of its cards."""
    board, window = question.flow.board, question.flow.window
    times = development_times(board, window)
    there = {"from": window.first.isoformat(), "to": window.last.isoformat()}
    href = f"{reverse('delivery', args=[board.key])}?{urlencode(there)}#development"
    if not times.days:
        sentence = _("no data, because no finished card reached production in these days.")
    else:
        days = times.percentiles[PERCENT]
        words = ngettext(
            "%(percent)d %% of the cards took %(days)d day or fewer (%(cards)d in all).",
            "%(percent)d %% of the cards took %(days)d days or fewer (%(cards)d in all).",
            days,
        )
        sentence = words % {"percent": PERCENT, "days": days, "cards": len(times.days)}
    ends = _(
        "It ends with the first production deployment of a card's last change; cycle time ends when the "
        "card is done on the board."
    )
    yield BesideFlow(_("Development cycle time"), f"{sentence} {ends}", href)
