"""The objections of other apps before a flag leaves 0 % in production.

An app names a function on its AppConfig, as `asks_before_a_ramp`: from the flag, whose states are
locked, and the codes that a reason passes, to nothing. It raises a Refusal.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from flow.flags.models import Flag


def ask_before_a_ramp(flag: "Flag", passes: Collection[str]) -> None:
    for config in apps.get_app_configs():
        if path := getattr(config, "asks_before_a_ramp", None):
            import_string(path)(flag, passes)
