"""Settings as they are, but without flow: the board has to work all the same."""

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, CELERY_IMPORTS, DATABASES, INSTALLED_APPS


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] != "flow"


INSTALLED_APPS = [app for app in INSTALLED_APPS if _is_ours(app)]
CELERY_IMPORTS = [module for module in CELERY_IMPORTS if _is_ours(module)]
CELERY_BEAT_SCHEDULE = {
    name: entry for name, entry in CELERY_BEAT_SCHEDULE.items() if _is_ours(entry["task"])
}
DATABASES["default"]["TEST"] = {"NAME": "test_without_flow"}  # another test run is going on
