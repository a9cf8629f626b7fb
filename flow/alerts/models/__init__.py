from flow.alerts.models.alert import Alert
from flow.alerts.models.rule import Rule
from flow.alerts.models.watch import Excess, Watch

__all__ = ["Alert", "Excess", "Rule", "Watch"]
