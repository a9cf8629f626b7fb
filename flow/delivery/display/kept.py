"""The large part of a page, kept in the cache until what it shows may be another.

A repository has a version that grows with all that is learned, judged or counted of it, as a board has
one that grows with its events. Both stand in the name under which a page is kept, so that it is made
once after each delivery and is never old.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.crypto import salted_hmac
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from flow.delivery.display.asked import DeliveryAsked
from flow.delivery.models import Repository

Facts = Callable[[], Mapping[str, Any]]
FOR = 3_600  # seconds; what has changed is asked for under another name


class KeptPage:
    """A template that is filled once for all who see the same.

    `state` is all that the page depends on, as values whose repr is equal for equal pages. Nothing in
    it can be one person's; forms get the token of each request.
    """

    def __init__(self, template: str, state: object) -> None:
        self.template = template
        self.token = salted_hmac(__name__, "token").hexdigest()  # stands for that of a request
        made_with = (get_language(), static("vendor/vega-embed.js"), settings.VERSION, self.token)
        words = repr((template, state, made_with))
        self.key = f"page:{sha256(words.encode()).hexdigest()[:32]}"

    def filled(self, facts: Facts, request: HttpRequest | None = None) -> str:
        """The page as it is kept; else it is made of these facts."""
        known = cache.get(self.key)
        if known is None:
            known = self._made(facts)
            cache.set(self.key, known, FOR)
        return self._for(request, known)

    def made(self, facts: Facts, request: HttpRequest | None = None) -> str:
        """The page of these facts, which is not kept: an answer to what one person typed."""
        return self._for(request, self._made(facts))

    def _made(self, facts: Facts) -> str:
        return str(render_to_string(self.template, {**facts(), "csrf_token": self.token}))

    def _for(self, request: HttpRequest | None, page: str) -> str:
        if request is not None and self.token in page:
            page = page.replace(self.token, get_token(request))
        return mark_safe(page)


def kept_delivery(asked: DeliveryAsked, template: str, name: str = "") -> KeptPage:
    """What is asked of a board's delivery: by versions, day, question, whose components these are,
    and whether one may change cards; `name` is not that of another page of this template."""
    board, today = asked.board, asked.form.today
    components = [(each.pk, each.name, str(each.team)) for each in asked.components]
    versions = Repository.objects.shown_on(board).versions()
    may = (board.may_be_changed, board.may_be_led and not components)  # a lead may make the first
    here = (name, board.pk, board.version, may, today, asked.window, asked.own_query)
    return KeptPage(template, (here, components, versions))
