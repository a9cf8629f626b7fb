"""The event stream as a process: `uvicorn config.live:app`."""

from django.conf import settings

from board.live.app import application

app = application(settings.LISTEN_URL)
