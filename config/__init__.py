"""How the parts are put together: it alone knows them all and reads the environment."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
