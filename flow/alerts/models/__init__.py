from flow.alerts.models.alert import Alert
from flow.alerts.models.excess import Excess
from flow.alerts.models.mailing import Mailing
from flow.alerts.models.rule import Rule
from flow.alerts.models.telling import How, Letter, MailReason, Preference, Watcher
from flow.alerts.models.watch import Watch

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
