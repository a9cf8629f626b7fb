"""A person's time zone: times that are not of a board's days are shown in it."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from board.http import View


class TheirTimeZone:
    """Middleware: times are shown in the time zone of the signed-in person."""

    def __init__(self, get_response: View):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        zone = getattr(request.user, "time_zone", None)
        with timezone.override(ZoneInfo(zone) if zone else None):
            return self.get_response(request)
