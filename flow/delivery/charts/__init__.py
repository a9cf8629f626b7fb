"""The charts of delivery, in the shape of those of flow (`flow/metrics/charts`): data, a sentence,
a table, a drawing.

Each is read from a question with `scope` (whose delivery) and `window`, or from a `Question` of flow,
which is about the whole board.
"""

from flow.delivery.charts.deployments import DEPLOYMENTS
from flow.delivery.charts.lead_time import LEAD_TIME
from flow.delivery.charts.sizes import SIZES

ALL = (DEPLOYMENTS, LEAD_TIME, SIZES)

__all__ = ["ALL"]
