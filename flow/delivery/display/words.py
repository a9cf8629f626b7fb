"""Words that the pages, charts and mails of delivery have in common."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flow.delivery.measures.figure import DeliveryFigure
from flow.delivery.measures.sizes import Size

MINUTE, HOUR, DAY = 60, 3600, 86400

SIZES = {
    Size.SMALL: gettext_lazy("small"),
    Size.MIDDLE: gettext_lazy("middle"),
    Size.LARGE: gettext_lazy("large"),
    Size.NOT_KNOWN: gettext_lazy("size not known"),
}


def took(seconds: float) -> str:
    """A time as people say it: 25 min, 19 h 05 min, 2 d 18 h."""
    whole = int(seconds)
    sign, whole = ("−", -whole) if whole < 0 else ("", whole)
    if whole < HOUR:
        return sign + _("%(minutes)d min") % {"minutes": whole // MINUTE}
    if whole < DAY:
        facts = {"hours": whole // HOUR, "minutes": whole % HOUR // MINUTE}
        return sign + _("%(hours)d h %(minutes)02d min") % facts
    facts = {"days": whole // DAY, "hours": whole % DAY // HOUR}
    return sign + _("%(days)d d %(hours)d h") % facts


def percent(value: float) -> str:
    """A share as people read it: 9.1 %."""
    return _("%(value)s %%") % {"value": f"{value:.1f}".removesuffix(".0")}


def changes_say(n: int) -> str:
    return ngettext("%(n)d change", "%(n)d changes", n) % {"n": n}


def figure_says(name: str, figure: DeliveryFigure) -> tuple[str, str]:
    """Return the value of one of the five measures and the text next to it, as a tile has them."""
    if figure.value is None:
        return "", ""
    if name == "deployment_frequency":
        return str(figure.n), ""
    if figure.unit == "hours":
        return took(figure.value * HOUR), ""
    part = figure.beside.get("failed", figure.beside.get("unplanned", 0))
    facts = {"whole": figure.n, "share": percent(figure.value)}
    return str(part), _("of %(whole)d, %(share)s") % facts
