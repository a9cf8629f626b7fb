"""The sentence of a limit, in plain words: "At most 4 cards in Build: Doing and Done together"."""

from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from board.models.column.column import Column
    from board.models.limit.limit import Limit


def sentence(limit: "Limit") -> str:
    """Return the sentence: which cards, how many, which do not count, what happens to one more."""
    if limit.maximum == 0:
        most = _("No %(cards)s%(where)s%(each)s%(but)s.")
    else:
        most = _("At most %(maximum)s %(cards)s%(where)s%(each)s%(but)s.")
    facts = {
        "maximum": limit.maximum,
        "cards": _cards(limit),
        "where": _where(limit),
        "each": _(" for each person") if limit.each_person else "",
        "but": _but(limit),
    }
    return f"{most % facts} {_else(limit)}"


def _cards(limit: "Limit") -> str:
    if limit.service_class_id is None:
        return ngettext("card", "cards", limit.maximum)
    service_class = limit.shape.service_classes[limit.service_class_id]
    return ngettext("%(service)s card", "%(service)s cards", limit.maximum) % {
        "service": service_class.name.lower()
    }


def _where(limit: "Limit") -> str:
    shape = limit.shape
    columns = [shape.columns[pk] for pk in shape.columns if pk in limit.named_column_ids]
    if not columns:
        gone = limit.named_column_ids
        where = _(" in columns that were archived") if gone else _(" in progress")
    elif len(columns) == 1 or limit.each_person:
        where = _(" in %(columns)s") % {"columns": _names(columns)}
    else:
        where = _(" in %(columns)s together") % {"columns": _names(columns)}
    if limit.lane_id in shape.lanes:
        where += _(", lane %(lane)s") % {"lane": shape.lanes[limit.lane_id].name}
    elif not columns and not limit.each_person and limit.service_class_id is None:
        where += _(" on the whole board")
    return where


def _names(columns: "list[Column]") -> str:
    """Name the columns: Review and Release; or, if all are of one group, Build: Doing and Done."""
    groups = {column.group for column in columns}
    if len(columns) > 1 and len(groups) == 1 and columns[0].group:
        parts = get_text_list([column.short_name for column in columns], _("and"))
        return _("%(group)s: %(columns)s") % {"group": columns[0].group, "columns": parts}
    return get_text_list([column.name for column in columns], _("and"))


def _but(limit: "Limit") -> str:
    """Name the cards that do not count, each kind behind a comma."""
    exceptions = ""
    if limit.service_class_id is None and not limit.each_person:
        classes = limit.shape.service_classes.values()
        apart = [each.name.lower() for each in classes if each.apart_from_limits]
        if apart:
            exceptions += _(", %(classes)s apart") % {"classes": get_text_list(apart, _("and"))}
    if not limit.counts_blocked:
        exceptions += _(", blocked ones not counted")
    return exceptions


def _else(limit: "Limit") -> str:
    """Say what happens to one more card."""
    if limit.mode == "warn":
        return _("One more is let in, and noted.")
    if limit.mode == "refuse":
        return _("One more is refused.")
    if limit.members_may_override:
        return _("One more needs a reason.")
    return _("One more needs a reason from a lead.")
