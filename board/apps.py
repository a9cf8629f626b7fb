from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardConfig(AppConfig):
    name = "board"
    verbose_name = _("Board")
    default_auto_field = "django.db.models.BigAutoField"
    facts_of_faces = "board.display.fact.waits"
    events_in_words = (
        ("batch", "board.display.settings.log.batch_rule_changed"),
        ("practices", "board.display.settings.log.practices_changed"),
    )

    def ready(self) -> None:
        from board import audit  # noqa: PLC0415 - it needs the models, which are there by now

        audit.listen()
