from flow.alerts.models.alert import Alert
from flow.alerts.models.excess import Excess
from flow.alerts.models.mailing import Mailing
from flow.alerts.models.rule import Rule
from flow.alerts.models.telling import How, Letter, Preference, Watcher, Why
from flow.alerts.models.watch import Watch

__all__ = [
    "Alert",
    "Excess",
    "How",
    "Letter",
    "Mailing",
    "Preference",
    "Rule",
    "Watch",
    "Watcher",
    "Why",
]
