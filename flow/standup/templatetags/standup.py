"""How a standup writes lengths of time, and the names of what happened."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

_NEWS = {
    "moved": _("moved"),
    "finished": _("finished"),
    "arrived": _("new"),
    "blocked": _("newly blocked"),
    "unblocked": _("unblocked"),
    "overridden": _("let past a limit"),
    "large": _("started too large"),
    "split": _("split"),
    "commented": _("commented"),
}


@register.filter
def clock(seconds: int) -> str:
    """Seconds as a clock shows them: 462 is 7:42."""
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def news_words(name: str) -> str:
    return str(_NEWS.get(name, name))
