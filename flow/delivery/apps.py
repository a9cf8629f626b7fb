from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "flow.delivery"
    label = "delivery"
    verbose_name = _("Delivery")
    default_auto_field = "django.db.models.BigAutoField"

    practice = "delivery"
    tabs_of_a_board = [("delivery", _("Delivery"))]
    parts_of_a_card = [("delivery-of-card", _("Delivery"))]
    settings_of_a_board = [("delivery-set-up", _("Delivery"))]
    keeps_a_board = "flow.delivery.ties_between_boards.why"
    figures = "flow.delivery.figures.FIGURES"
    beside_flow = "flow.delivery.in_flow.beside"
    charts = "flow.delivery.charts.ALL"
    facts_of_faces = "flow.delivery.on_the_board.facts_of_faces"
    facts_of_columns = "flow.delivery.on_the_board.facts_of_columns"
    events_in_words = [("delivery", "flow.delivery.on_the_board.event_says")]
    adds_to_the_demo = "flow.delivery.demo.add_to"
    kinds_of_alerts = "flow.delivery.alerts.KINDS"
    calls_of_a_standup = "flow.delivery.in_the_standup.calls"
    sections_of_the_digest = "flow.delivery.in_the_digest.section"
