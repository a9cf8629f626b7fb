"""No text that people can write costs much: neither in what the parser makes, nor in HTML.

What is counted is tokens and characters. A second means nothing on a busy machine.
"""

import pytest
from django.core.cache import cache
from hypothesis import example, given, settings
from hypothesis import strategies as st
from redis.exceptions import ConnectionError as NoCache

from board import markdown
from board.markdown import MOST_TOKENS, PARSER, rendered

LONGEST = 50_000
MOST_HTML = 10  # times the text
SHORT = 2_000  # characters of HTML that any text may take

PIECES = [
    *("a", " ", "\n", "\n\n", "word ", "> ", ">", "- ", "* ", "+ ", "1. ", "  ", "    ", "\t"),
    *(
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "~~~\n",
        "***\n",
        "# ",
        "#\n",
        "=\n",
        "-\n",
        "*\n\n+\n\n",
    ),
    *(
        "[",
        "]",
        "[]",
        "[a]",
        "[a](b)",
        "[](b)",
        "![",
        "![](b)",
        "(",
        ")",
        "\\",
        "\\*",
        "&",
        "&amp;",
    ),
    *('"', "'", "<", ">\n\n", "<b>", "<http://a>", "http://a ", "&#x41;", "|", "|a", "|-", "a|b\n"),
    *("[a]: http://" + "x" * 500 + "\n\n", "|" + "a|" * 49 + "\n|" + "-|" * 49 + "\n", "|b\n"),
    *("> > > > ", "- - a\n", "1. - > ", "é", "\u0301", "\U0001f600", "\x00", "\r\n"),
]
texts = st.lists(
    st.tuples(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join),
        st.integers(1, LONGEST),
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "".join(piece * min(times, LONGEST // len(piece)) for piece, times in parts))


def _number(tokens):
    return sum(1 + len(token.children or ()) for token in tokens)


@settings(max_examples=60)
@given(texts)
@example("|" + "a|" * 700 + "\n|" + "-|" * 700 + "\n" + "|b\n" * 4000)
@example("|" + "a|" * 49 + "\n|" + "-|" * 49 + "\n" + "|b\n" * 4000)
@example("a|" * 40 + "\n" + "-|" * 40 + "\n" + "b|\n" * 4000)
@example("[a]: http://" + "x" * 1000 + "\n\n" + "[a] " * 1900)
@example((">" * 90 + "a\n\n") * 540)
@example("*a* " * 12_500)
@example("http://a " * 5_500)
@example("`" * LONGEST)
@example("".join("`" * length + "a" for length in range(1, 300)))
def test_no_text_makes_many_tokens_or_long_html(text):
    text, made, parse = text[:LONGEST], [], PARSER.parse

    def counted(*asked):
        tokens = parse(*asked)
        made.append(_number(tokens))
        return tokens

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PARSER, "parse", counted)
        html = markdown._drawn(text)
    assert len(html) <= max(MOST_HTML * len(text), SHORT)
    assert sum(made) <= 2 * MOST_TOKENS


@pytest.mark.parametrize(
    "text",
    [
        "".join("  " * depth + f"- w{depth}\n" for depth in range(60)),
        "".join("> " * depth + f"w{depth}\n" for depth in range(60)),
        "[w0]: http://example.org/" + "x" * 1000 + "\n\n" + "[w0] " * 1900,
    ],
)
def test_a_text_that_costs_much_is_shown_as_it_was_typed_with_every_word(text):
    html = markdown._drawn(text)
    assert html.startswith("<p>")
    for word in text.split():
        assert word.strip("[]:").replace(">", "&gt;") in html


def test_ordinary_texts_are_drawn():
    table = "|name|days|\n|-|-|\n" + "|crane|3|\n" * 200
    log = "```\n" + "[12:00] <info> a_b *c* | d\n" * 1500 + "```\n"
    pages = "## Why\n\nA paragraph of some *words*, and a [link](https://example.org).\n\n" * 400
    listed = "- one\n  - two\n    - three\n" * 300
    for text, tag in ((table, "<table>"), (log, "<pre>"), (pages, "<h4>"), (listed, "<ul>")):
        assert tag in markdown._drawn(text)


def test_a_table_that_is_typed_whole_may_have_fifty_columns():
    head = "|".join("a" * 1 for _ in range(48))
    rule = "|".join("-" for _ in range(48))
    assert "<table>" in markdown._drawn(f"{head}\n{rule}\n{head}\n{head}\n")


def test_a_long_text_is_drawn_once(monkeypatch):
    cache.clear()
    text = "Deep *water*. " * 200
    first = rendered(text)
    monkeypatch.setattr(markdown, "_drawn", lambda text: pytest.fail("drawn again"))
    assert rendered(text) == first
    assert "<em>water</em>" in first


def test_without_a_cache_a_text_is_drawn(monkeypatch):
    def lost(*asked, **more):
        raise NoCache

    monkeypatch.setattr(cache, "get", lost)
    monkeypatch.setattr(cache, "set", lost)
    assert "<em>water</em>" in rendered("Deep *water*. " * 200)
