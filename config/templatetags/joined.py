"""`{% joined %}`: what stands in it names style sheets and scripts one by one; the page names two."""

import re
from functools import lru_cache

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString

from config.joined import PAGES, parts

register = template.Library()

NAMED = {
    "css": re.compile(r'<link rel="stylesheet" href="([^"]+)">\s*'),
    "js": re.compile(r'<script src="([^"]+)" (?:type="module"|defer)></script>\s*'),
}
ONE = {
    "css": '<link rel="stylesheet" href="{}">\n    ',
    "js": '<script src="{}" defer></script>\n    ',
}


@register.tag("joined")
def joined(parser: Parser, token: Token) -> "Joined":
    nodes = parser.parse(("endjoined",))
    parser.delete_first_token()
    return Joined(nodes)


class Joined(template.Node):
    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return _with_one_of_each(self.nodelist.render(context))


@lru_cache(256)
def _with_one_of_each(head: str) -> SafeString:
    """The first files of a page that were joined are one; what it names besides stays."""
    for kind, pattern in NAMED.items():
        named = tuple(pattern.findall(head))
        known = [(page, _addresses(page, kind)) for page in PAGES]
        fitting = [(len(files), page) for page, files in known if named[: len(files)] == files]
        number, page = max(fitting, default=(0, ""))
        if number < 2:
            continue
        one = ONE[kind].format(static(f"joined/{page}.{kind}"))
        head = pattern.sub(one, head, count=1)
        for each in named[1:number]:
            head = re.sub(pattern.pattern.replace('([^"]+)', re.escape(each)), "", head, count=1)
    return SafeString(head)


def _addresses(page: str, kind: str) -> tuple[str, ...]:
    return tuple(map(static, parts(page, kind)))
