"""Markdown as HTML that can do no harm.

Written HTML stays text. A picture that is attached to a card is shown, any other as a link to it: our
pages load nothing from elsewhere, so that no other site learns who reads a card. Headings begin below
those of the page.

A text that would cost much is shown as it was typed: with more marks and lines than the parser reads
in about 50 ms, nested deeper than it goes, or ten times as long as HTML. What took long to draw is
kept by the hash of its text.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.core.cache import cache
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from redis.exceptions import RedisError

SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"(.*?)(https?://[^\s<>]*[^\s<>.,:;!?'\")\]]|$)", re.DOTALL)
OF_A_CARD = re.compile(  # where an attached file is
    r"/boards/[A-Z][A-Z0-9]{1,9}/cards/[1-9][0-9]{0,9}/files/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/"
)
HIGHEST = 3  # the page has a title and headings of its own
MARKS = re.compile(r"[\[\]*_~`<>|&!#+-]")  # what the parser makes tokens of
MOST_BRACKETS = 4_000  # the parser looks from each to the end
FENCES = ("```", "~~~")
MOST_COST = 8_000  # a mark is 2, a line 1
MOST_TOKENS = 16_000
MOST_COLUMNS = 50  # of a table
MOST_FILLED = 500  # cells that a table has beyond those that were typed
DEEPEST = 40  # levels, of which a list takes two; the parser drops what is deeper
TIMES, FREE = 10, 2_000  # HTML is at most this many times as long as its text, or of this length
LONG = 1_000  # characters from which on HTML is kept
KEPT = 24 * 3600  # seconds
RULES = 2  # another number whenever these rules draw a text in another way


class Renderer(RendererHTML):
    """Draws headings lower, and pictures from elsewhere as links."""

    def heading_open(self, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
        return f"<{_lower(tokens[at].tag)}>"

    def heading_close(self, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
        return f"</{_lower(tokens[at].tag)}>\n"

    def image(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        picture = tokens[at]
        source = str(picture.attrs.get("src", ""))
        words = self.renderInlineAsText(picture.children, options, env) or source
        if OF_A_CARD.fullmatch(source):
            alt = nh3.clean_text(words)
            return f'<img src="{source}picture/" alt="{alt}" loading="lazy">'
        return f'<a href="{nh3.clean_text(source)}">{nh3.clean_text(words)}</a>'


def link_addresses(state: StateCore) -> None:
    """Make links of the addresses in a text, unless they are in a link already."""
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


def narrow_table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A table, unless it is wide or has many short rows, which are filled up to its width."""
    if not table(state, first, last, True):
        return False
    columns = state.src.count("|", state.bMarks[first], state.eMarks[first]) + 1
    if columns > MOST_COLUMNS:
        return False
    filled = 0
    for line in range(first + 2, 0 if silent else last):
        if state.isEmpty(line) or filled > MOST_FILLED:
            break
        width = state.src.count("|", state.bMarks[line], state.eMarks[line])
        filled += max(columns - width - 1, 0)
    return filled <= MOST_FILLED and table(state, first, last, silent)


OPTIONS = {"html": False, "breaks": True, "maxNesting": DEEPEST}
PARSER = MarkdownIt("js-default", OPTIONS, renderer_cls=Renderer)
PARSER.block.ruler.at("table", narrow_table, {"alt": ["paragraph", "reference"]})
PARSER.validateLink = _may_link  # type: ignore[method-assign]
PARSER.core.ruler.push("addresses", link_addresses)

CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a"),
        *("ul", "ol", "li", "h3", "h4", "h5", "h6"),
        *("table", "thead", "tbody", "tr", "th", "td", "img"),
    },
    attributes={"img": {"src", "alt", "loading"}, "a": {"href", "title"}, "ol": {"start"}},
    url_schemes=SCHEMES,
    link_rel="nofollow noopener noreferrer",
)


def rendered(text: str) -> SafeString:
    """The text as HTML; one that would cost much is shown as it was typed."""
    if len(text) < LONG:
        return _drawn(text)
    key = f"markdown:{RULES}:{sha256(text.encode(errors='replace')).hexdigest()}"
    with suppress(RedisError):  # without a cache it is only slower
        if known := cache.get(key):
            return mark_safe(known)
    html = _drawn(text)
    with suppress(RedisError):
        cache.set(key, str(html), KEPT)
    return html


def _drawn(text: str) -> SafeString:
    if text.count("[") > MOST_BRACKETS or _cost(text) > MOST_COST:
        return _as_typed(text)
    env: dict[str, Any] = {}
    tokens = PARSER.parse(text, env)
    if not _is_cheap(tokens, len(text)):
        return _as_typed(text)
    html = CLEANER.clean(PARSER.renderer.render(tokens, PARSER.options, env))
    return mark_safe(html) if len(html) <= _most(len(text)) else _as_typed(text)


def _cost(text: str) -> int:
    """Return the amount that the parser has to read; the text between fences is one token."""
    cost, fence = 0, ""
    for line in text.split("\n"):
        cost += 1
        edge = line.lstrip()[:3]
        if edge in FENCES and edge in (fence or edge):
            fence = "" if fence else edge
        elif not fence:
            cost += 2 * len(MARKS.findall(line))
    return cost


def _is_cheap(tokens: Sequence[Token], length: int) -> bool:
    """Whether this can be drawn: not too much, not too long, and nothing of it was dropped."""
    number = size = 0
    for block in tokens:
        if block.level >= DEEPEST - 1:
            return False
        for token in (block, *(block.children or ())):
            number += 1
            size += 2 * len(token.tag) + sum(len(str(each)) for each in token.attrs.values())
            size += len(token.content) if block.children is None or token is not block else 0
        if number > MOST_TOKENS or size > _most(length):
            return False
    return True


def _most(length: int) -> int:
    """How long the HTML of a text of this length may be."""
    return max(TIMES * length, FREE)


def _as_typed(text: str) -> SafeString:
    return mark_safe(linebreaks(text, autoescape=True))
