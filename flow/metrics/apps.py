from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "flow.metrics"
    label = "metrics"
    verbose_name = _("Metrics")
    default_auto_field = "django.db.models.BigAutoField"

    tabs_of_a_board = [("flow", _("Flow"))]
    parts_of_a_card = [("flow-of-card", _("Its days against the pace of each column"))]
    adds_to_the_demo = "flow.metrics.demo.add_to"
    charts = "flow.metrics.charts.ALL"
    pages_of_all_boards = [("flow-of-boards", _("Flow of all boards"))]
    figures = "flow.metrics.figures.FIGURES"
