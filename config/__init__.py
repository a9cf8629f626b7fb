"""How the parts are put together: it alone knows them all and reads the environment."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
