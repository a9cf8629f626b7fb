"""Settings as they are, but without flow: the board has to work all the same."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app.partition(".")[0] != "flow"]
DATABASES["default"]["TEST"] = {"NAME": "test_without_flow"}  # another test run is going on
