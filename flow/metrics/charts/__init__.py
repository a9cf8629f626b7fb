"""Charts: what the readings of flow look like, and what they say in words and tables.

Each chart is a file: the shape of its data on top, then how they come from the readings, the
sentence of today, the table and the drawing. `grammar` is what all drawings have in common.
"""

from flow.metrics.charts.age import AGE
from flow.metrics.charts.batches import BATCHES
from flow.metrics.charts.blocked import BLOCKED
from flow.metrics.charts.chart import Chart, Data, Table
from flow.metrics.charts.columns import COLUMNS
from flow.metrics.charts.cumulative import CUMULATIVE
from flow.metrics.charts.cycle_time import CYCLE_TIME
from flow.metrics.charts.efficiency import EFFICIENCY
from flow.metrics.charts.how_many import HOW_MANY
from flow.metrics.charts.net_flow import NET_FLOW
from flow.metrics.charts.question import Question
from flow.metrics.charts.spread import SPREAD
from flow.metrics.charts.throughput import THROUGHPUT
from flow.metrics.charts.total_age import TOTAL_AGE
from flow.metrics.charts.when import WHEN
from flow.metrics.charts.wip import WIP

ALL = (
    *(AGE, WIP, TOTAL_AGE, CYCLE_TIME, SPREAD, THROUGHPUT, CUMULATIVE, NET_FLOW),
    *(BATCHES, COLUMNS, BLOCKED, EFFICIENCY, HOW_MANY, WHEN),
)

__all__ = ["ALL", "Chart", "Data", "Question", "Table"]
