from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class HouseConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Give shared tasks their application, and watch this process where somebody asked for it.

        What nobody asked for is not imported.
        """
        import_module("config.celery")
        if settings.SENTRY_DSN:
            import_module("config.error_reports").begin(settings.SENTRY_DSN)
        if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
            import_module("config.traces").begin(settings.OTEL_EXPORTER_OTLP_ENDPOINT)
