from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlagsConfig(AppConfig):
    name = "flow.flags"
    label = "flags"
    verbose_name = _("Flags")
    default_auto_field = "django.db.models.BigAutoField"

    practice = "flags"
    tabs_of_a_board = [("flags", _("Flags"))]
    parts_of_a_card = [("flags-of-card", _("Flags"))]
    keeps_a_board = "flow.flags.use_of_a_board.why"
    asks_at_the_gate = "flow.flags.gate.objections"
    terms_of_a_board = [
        ("environments", "flow.flags.api.environments.TERMS"),
        ("flag_silence_hours", "flow.flags.api.environments.SILENCE"),
    ]
    events_in_words = [
        ("environments", "flow.flags.words.environments_say"),
        ("flag_silence_hours", "flow.flags.words.silence_says"),
        ("flags", "flow.flags.words.news_of_flag_says"),
    ]
    kinds_of_alerts = "flow.flags.alerts.KINDS"
    calls_of_a_standup = "flow.flags.due_flags.calls"
    sections_of_the_digest = "flow.flags.due_flags.section"
    adds_to_the_demo = "flow.flags.demo.add_to"
    facts_of_faces = "flow.flags.faces.facts"
