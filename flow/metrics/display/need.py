"""The needs of a forecast, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flow.metrics.reports.needs import Need


def sentences(need: Need, until: date) -> list[str]:
    """Return the needed throughput, the past one, and the chance."""
    if need.per_week is None:
        return [_("No day that counts is left until then.")]
    facts = {
        "cards": need.cards,
        "day": date_format(until, "j F"),
        "needed": f"{need.per_week:.1f}",
        "past": f"{need.past_per_week or 0:.1f}",
    }
    words = ngettext(
        "For %(cards)d card by %(day)s, %(needed)s must finish in seven days that count.",
        "For %(cards)d cards by %(day)s, %(needed)s must finish in seven days that count.",
        need.cards,
    )
    sentences = [words % facts]
    if need.past_per_week is not None:
        sentences.append(_("Lately it was %(past)s.") % facts)
    if need.chance is not None:
        sentences.append(chance(need.chance))
    return sentences


def chance(percent: float) -> str:
    """Never quite sure and never quite impossible, unless it is."""
    if percent >= 99.5:
        return _("The chance is more than 99 %.")
    if percent < 0.5:
        return _("The chance is less than 1 %.")
    return _("The chance is %(percent)d %%.") % {"percent": round(percent)}
