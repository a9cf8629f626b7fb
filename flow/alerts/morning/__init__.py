"""The digest: what a team should know of its board before its standup."""

from flow.alerts.morning.facts import Morning
from flow.alerts.morning.writing import digest

__all__ = ["Morning", "digest"]
