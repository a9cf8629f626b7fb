from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImprovementConfig(AppConfig):
    name = "flow.improvement"
    label = "improvement"
    verbose_name = _("Improvement")
    default_auto_field = "django.db.models.BigAutoField"

    practice = "improvement"
    events_in_words = [
        ("ratchet", "flow.improvement.ratchet.in_words"),
        ("cadence", "flow.improvement.choices.cadence_in_words"),
        ("improvement_first", "flow.improvement.choices.first_in_words"),
        ("readiness", "flow.improvement.readiness.in_words"),
    ]
    pages_of_improvement = [("improve", _("Retrospectives")), ("readiness", _("Are we there?"))]
    ways_after_an_incident = [("open-retrospective", _("Hold a retrospective about it"))]
    kinds_of_alerts = "flow.improvement.due.KINDS_OF_ALERTS"
    calls_of_a_standup = "flow.improvement.due.calls_of_a_standup"
    sections_of_the_digest = "flow.improvement.due.section_of_the_digest"
    adds_to_the_demo = "flow.improvement.demo.add_to"
    pulled_first = "flow.improvement.choices.pulled_first"
    announcements = [("retrospective-announcement", "retrospective")]
    terms_of_a_board = [
        ("cadence", "flow.improvement.choices.CADENCE"),
        ("improvement_first", "flow.improvement.choices.FIRST"),
    ]
