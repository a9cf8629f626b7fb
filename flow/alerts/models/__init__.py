from flow.alerts.models.alert import Alert
from flow.alerts.models.excess import Excess
from flow.alerts.models.letter import Letter, MailReason
from flow.alerts.models.mailing import Mailing
from flow.alerts.models.preference import How, Preference
from flow.alerts.models.rule import Rule
from flow.alerts.models.watch import Watch
from flow.alerts.models.watcher import Watcher

__all__ = [
    "Alert",
    "Excess",
    "How",
    "Letter",
    "MailReason",
    "Mailing",
    "Preference",
    "Rule",
    "Watch",
    "Watcher",
]
