from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "flow.alerts"
    label = "alerts"
    verbose_name = _("Alerts")
    default_auto_field = "django.db.models.BigAutoField"

    tabs_of_a_board = [("alerts", _("Alerts"))]
    parts_of_a_card = [("alerts-of-card", _("Alerts"))]
    events_in_words = [("alerts", "flow.alerts.sentences.settings_say")]
    sections_of_the_digest = "flow.alerts.morning.sections.moved"
    pages_of_all_boards = [("letters", _("Mail to you"))]
