"""What people write in Markdown, as HTML that can do no harm.

Written HTML stays text. A picture is shown as a link to it: our pages load nothing from elsewhere,
and who reads a card does not tell another site so. Headings begin below those of the page.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(.*?)(https?://[^\s<>]*[^\s<>.,:;!?'\")\]]|$)", re.DOTALL)
HIGHEST = 3  # the page has a title and headings of its own
MOST_BRACKETS = 4000  # the parser looks from each to the end: more would keep a worker for seconds


class Renderer(RendererHTML):
    """Draws headings lower, and pictures as links."""

    def heading_open(self, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
        return f"<{_lower(tokens[at].tag)}>"

    def heading_close(self, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
        return f"</{_lower(tokens[at].tag)}>\n"

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        picture = tokens[at]
        source = str(picture.attrs.get("src", ""))
        words = self.renderInlineAsText(picture.children, options, env) or source
        return f'<a href="{nh3.clean_text(source)}">{nh3.clean_text(words)}</a>'


def link_addresses(state: StateCore) -> None:
    """Make links of addresses that stand in a text, unless they are in a link already."""
    for block in state.tokens:
        depth = 0
        linked: list[Token] = []
        for token in block.children or ():
            depth += token.nesting if token.type in ("link_open", "link_close") else 0
            linked += _with_links(token) if token.type == "text" and not depth else [token]
        if block.children:
            block.children = linked


def _with_links(text: Token) -> Iterator[Token]:
    for words, address in ADDRESS.findall(text.content):
        if words:
            yield Token("text", "", 0, content=words)
        if address:
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield Token("text", "", 0, content=address)
            yield Token("link_close", "a", -1)


def _lower(tag: str) -> str:
    return f"h{min(int(tag[1]) - 1 + HIGHEST, 6)}"


def _may_link(url: str) -> bool:
    try:
        return urlsplit(url).scheme in SCHEMES | {""}
    except ValueError:
        return False


PARSER = MarkdownIt("js-default", {"html": False, "breaks": True}, renderer_cls=Renderer)
PARSER.validateLink = _may_link  # type: ignore[method-assign]
PARSER.core.ruler.push("addresses", link_addresses)

CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a"),
        *("ul", "ol", "li", "h3", "h4", "h5", "h6"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    link_rel="nofollow noopener noreferrer",
)


def rendered(text: str) -> SafeString:
    """The text as HTML; one that is all brackets is shown as it was typed."""
    if text.count("[") > MOST_BRACKETS:
        return mark_safe(linebreaks(text, autoescape=True))
    return mark_safe(CLEANER.clean(PARSER.render(text)))
