"""The entries of a flag, in a few words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from board.models.words import isolated
from flow.flags.models import FlagEntry, RemovalDue, What

REVISED = {
    "purpose": _later("purpose"),
    "owner": _later("owner"),
    "remove_by": _later("removal day"),
    "why_permanent": _later("why it stays"),
    "review_on": _later("review day"),
    "card": _later("card"),
    "component": _later("component"),
    "public": _later("answered to browsers"),
}


def openness(facts: Mapping[str, Any]) -> str:
    """How far an environment has opened a flag: off, dark, or a share."""
    if not facts.get("enabled"):
        return _("off")
    return (
        _("%(share)s %%") % {"share": facts.get("rollout")} if facts.get("rollout") else _("dark")
    )


def entry_says(entry: FlagEntry) -> str:
    """Return the words of an entry, without actor and time."""
    if entry.what == What.SWITCHED:
        return _switched(entry)
    if entry.what == What.REVISED:
        now, was = entry.now, entry.was
        names = [str(REVISED.get(name, name)) for name in now if now[name] != was.get(name)]
        return _("changed: %(names)s") % {"names": ", ".join(names)}
    if entry.what == What.INCIDENT:
        return _("incident %(incident)s was of this flag") % entry.now
    if entry.what == What.PROMOTED:
        words = _("removal card brought to the top: %(cause)s")
        return words % {"cause": RemovalDue(entry.now["cause"]).label}
    return _("created, off") if entry.what == What.MADE else str(entry.get_what_display())


def _switched(entry: FlagEntry) -> str:
    was, now = openness(entry.was), openness(entry.now)
    if was == now:
        words = _("changed who is allowed by name: %(count)s")
        sentence = words % {"count": len(entry.now.get("allowed", ()))}
    else:
        sentence = _("%(was)s to %(now)s") % {"was": was, "now": now}
    return sentence


def news_of_flag_says(data: Mapping[str, Any]) -> str:
    """The sentence of the board's log about a change of a flag."""
    what = data.get("what", "")
    return str(TOLD[what]) if what in TOLD else _("changed a flag")


def environments_say(data: Mapping[str, Any]) -> str:
    names = [
        isolated(each["name"]) + (_(" (production)") if each["production"] else "")
        for each in data.get("now", ())
    ]
    return _("lets flags be asked in %(names)s") % {"names": ", ".join(names)}


def silence_says(data: Mapping[str, Any]) -> str:
    words = _("lets a flag be removed after %(hours)s h without a question from production")
    return words % {"hours": data.get("now")}


TOLD = {
    What.MADE: _later("made a flag"),
    What.REVISED: _later("changed what a flag says"),
    What.SWITCHED: _later("changed who gets a flag"),
    What.INCIDENT: _later("noted an incident of a flag"),
    What.PROMOTED: _later("brought the card to the top, for its flag is to be removed"),
    What.REMADE: _later("made the card that removes a flag again"),
}
