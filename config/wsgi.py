"""The pages and the API, as `granian --interface wsgi config.wsgi:application` serves them."""

import logging

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from board.alarm import alarm
from board.lock_queue import lock_queue
from config import orphans, time_limits

time_limits.apply()
orphans.end_with_parent()
lock_queue.bound()
alarm.ring_in_background()
if settings.HTTPS and not settings.TRUSTED_PROXIES:
    logging.getLogger("sluice.start").warning(
        "TRUSTED_PROXIES is empty: behind a proxy that ends TLS, every page is redirected to itself "
        "for ever. Name the address that the proxy comes from."
    )
application = wrap_wsgi_with_proxy_headers(get_wsgi_application(), settings.TRUSTED_PROXIES)
