"""The digest: what a team should know of its board before its standup."""

from flow.alerts.morning.digest_mail import digest
from flow.alerts.morning.facts import Morning

__all__ = ["Morning", "digest"]
