"""Markdown is shown as HTML that can do no harm."""

from html.parser import HTMLParser
from time import perf_counter

import pytest

from board.markdown import rendered


def tags_of(html: str) -> list[tuple[str, dict]]:
    """The tags as a browser would read them, each with its attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(html)
    return found


def test_words_lists_and_tables_are_drawn():
    html = rendered("**Deep** _water_\n\n- one\n- two\n\n> said\n\n|a|b|\n|-|-|\n|1|2|")
    for tag in ("<strong>Deep</strong>", "<em>water</em>", "<li>one</li>", "<blockquote>", "<td>2"):
        assert tag in html


def test_a_line_that_ends_is_a_line():
    assert "one<br>" in rendered("one\ntwo")


def test_headings_stand_below_those_of_the_page():
    assert "<h3>Why</h3>" in rendered("# Why")
    assert "<h6>" in rendered("###### Deep")


def test_a_link_gives_nobody_away_and_lends_no_weight():
    html = rendered('[docs](https://example.org "the docs") <https://example.com>')
    assert html.count('rel="nofollow noopener noreferrer"') == 2
    assert 'title="the docs"' in html


def test_an_address_in_a_text_is_a_link():
    html = rendered(
        "see https://example.org/a?b=1&c. And (http://example.com), `https://no.example`"
    )
    assert 'href="https://example.org/a?b=1&amp;c"' in html
    assert 'href="http://example.com"' in html
    assert html.count("<a ") == 2
    assert html.endswith("<code>https://no.example</code></p>\n")
    assert rendered("[https://a.example](https://b.example)").count("<a ") == 1


def test_a_picture_is_a_link_to_it():
    html = rendered("![the quay](https://example.org/quay.png)")
    assert "<img" not in html
    assert 'href="https://example.org/quay.png"' in html
    assert ">the quay</a>" in html


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        '![" onerror="alert(1)](x)',
        '[x](https://example.org "\\" onclick=\\"alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
        "```<script>\n<script>alert(1)</script>\n```",
        '<a href="javascript:alert(1)">x</a>',
        "<style>*{display:none}</style><iframe src=//example.org>",
        '<hx-partial hx-target="body">x</hx-partial>',
    ],
)
def test_what_is_nasty_does_nothing(nasty):
    for tag, attributes in tags_of(rendered(nasty)):
        assert tag in {"p", "pre", "code", "a", "br"}
        assert set(attributes) <= {"href", "title", "rel"}
        assert attributes.get("href", "https:").partition(":")[0] in {"https", "x"}


@pytest.mark.parametrize("hard", ["[", "![", "*a_ ", "> ", "- ", "`", "<", "|a", "http://", "h"])
def test_a_text_that_is_hard_to_read_keeps_nobody_waiting(hard):
    began = perf_counter()
    rendered((hard * 50_000)[:50_000])
    assert perf_counter() - began < 3
