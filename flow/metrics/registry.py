"""The charts of all installed apps, by name.

An app says so on its AppConfig, as `charts`: the path of a sequence of `flow.metrics.charts.Chart`. Each
is drawn from a `Question` (its board, its days), so that mails and retrospectives can show it, too; its
page is the app's own. Names are unique over all apps. Figures have a registry of their own
(`flow/metrics/figures.py`).
"""

from board import extensions
from flow.metrics.charts.chart import Chart


def charts() -> dict[str, Chart]:
    """The charts of all installed apps, by name."""
    return {chart.name: chart for some in extensions.named("charts") for chart in some}
