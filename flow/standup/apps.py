from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandupConfig(AppConfig):
    name = "flow.standup"
    label = "standup"
    verbose_name = _("Standup")
    default_auto_field = "django.db.models.BigAutoField"

    tabs_of_a_board = [("standup", _("Standup"))]
    announcements = [("standup-announcement", "standup")]
    calls_of_a_standup = "flow.standup.calls.of_limits"
    ways_back = [("standup", "standup")]
