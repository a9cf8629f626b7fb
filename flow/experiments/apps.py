from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExperimentsConfig(AppConfig):
    name = "flow.experiments"
    label = "experiments"
    verbose_name = _("Experiments")
    default_auto_field = "django.db.models.BigAutoField"

    practice = "improvement"
    tabs_of_a_board = [("targets", _("Improve"))]
    pages_of_improvement = [("targets", _("Target")), ("experiments", _("Experiments"))]
    parts_of_a_card = [("experiments-of-card", _("Experiments"))]
    asks_at_the_gate = "flow.experiments.gate.objections"
    asks_before_a_ramp = "flow.experiments.gate.before_a_ramp"
    facts_of_faces = "flow.experiments.due.facts_of_faces"
    events_in_words = [
        ("experiments", "flow.experiments.due.event_says"),
        ("targets", "flow.experiments.due.event_says"),
    ]
    kinds_of_alerts = "flow.experiments.due.KINDS_OF_ALERTS"
    calls_of_a_standup = "flow.experiments.due.calls_of_a_standup"
    sections_of_the_digest = "flow.experiments.due.section_of_the_digest"
    adds_to_the_demo = "flow.experiments.demo.add_to"
    facts_of_a_flag = "flow.experiments.due.facts_of_a_flag"
