from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OwnershipConfig(AppConfig):
    name = "flow.ownership"
    label = "ownership"
    verbose_name = _("Ownership")
    default_auto_field = "django.db.models.BigAutoField"

    practice = "delivery"
    pages_of_delivery = [("ownership", _("Components and teams"))]
    asked_once_a_quarter = [
        ("ownership", _("each team answers four questions about its components"))
    ]
    parts_of_a_card = [("ownership-of-card", _("Components and teams"))]
    adds_to_the_demo = "flow.ownership.demo.add_to"
    facts_of_faces = "flow.ownership.on_the_board.facts_of_faces"
    events_in_words = [
        ("ownership", "flow.ownership.on_the_board.event_says"),
        ("coordination", "flow.ownership.on_the_board.terms_say"),
    ]
    terms_of_a_board = [("coordination", "flow.ownership.api.of_board.COORDINATION")]
    terms_of_a_block = [("team", "flow.ownership.blocks.TEAM")]
    facts_of_a_component = "flow.ownership.api.of_component.FACTS"
    evidence_of_readiness = "flow.ownership.evidence.evidence_of_readiness"
