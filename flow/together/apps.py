from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TogetherConfig(AppConfig):
    name = "flow.together"
    label = "together"
    verbose_name = _("Together")
