"""A chart of delivery on a page, with its own addresses."""

from dataclasses import dataclass

from django.urls import reverse

from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.readings import Delivered, DeliveryScope
from flow.metrics.charts.chart import Chart, Data
from flow.metrics.display.figure import DrawnChart as FlowChart


@dataclass(frozen=True)
class DeliveryChart(FlowChart):
    """`form` of the figure is what was asked: it gives the days and the scope of the addresses."""

    query: str = ""

    @classmethod
    def of(
        cls,
        asked: DeliveryAsked,
        scope: DeliveryScope,
        chart: Chart,
        delivered: Delivered | None = None,
    ) -> "DeliveryChart":
        data: Data = chart.read(delivered or Delivered(scope, asked.window))
        query = asked.query(
            component=scope.component.pk if scope.component else None,
            team=scope.team.pk if scope.team else None,
        )
        return cls(chart, data, asked.form, query)  # type: ignore[arg-type]

    @property
    def page(self) -> str:
        return self._at("delivery-chart")

    @property
    def source(self) -> str:
        return self._at("delivery-chart-data")

    @property
    def csv(self) -> str:
        return self._at("delivery-chart-csv")

    @property
    def picture(self) -> str:
        return self._at("delivery-chart-picture")

    def _at(self, page: str) -> str:
        url = reverse(page, args=[self.form.board.key, self.chart.name])
        return f"{url}?{self.query}" if self.query else url
