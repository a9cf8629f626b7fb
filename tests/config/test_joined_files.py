"""A page asks for one style sheet and one script; their sources are one file a component."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from config import joined

STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPTS = re.compile(r'<script [^>]*src="([^"]+)"')


@pytest.fixture
def head_of(browser_of, ada):
    def ask(address: str) -> tuple[list[str], list[str]]:
        html = browser_of(ada).get(address).content.decode()
        return STYLES.findall(html), SCRIPTS.findall(html)

    return ask


@pytest.mark.django_db
def test_the_board_has_one_style_sheet_and_one_script(board, head_of):
    styles, scripts = head_of(reverse("board", args=[board.key]))
    assert styles == ["/static/joined/board.css"]
    assert [each for each in scripts if "patience" not in each] == ["/static/joined/board.js"]


@pytest.mark.django_db
def test_other_pages_name_what_they_need_besides(board, head_of):
    styles, _scripts = head_of("/")
    assert styles[0] == "/static/joined/page.css"
    assert "/static/board/css/boards.css" in styles
    assert "/static/board/css/base.css" not in styles


@pytest.mark.parametrize("page", joined.PAGES)
@pytest.mark.parametrize("kind", joined.PART)
def test_all_that_a_page_names_is_in_its_file_in_this_order(page, kind):
    text = Path(finders.find(f"joined/{page}.{kind}")).read_text()
    places = [text.index(Path(finders.find(each)).read_text()) for each in joined.parts(page, kind)]
    assert places
    assert places == sorted(places)


def test_nothing_else_is_found_there():
    assert finders.find("joined/other.css") is None
    assert finders.find("joined/board.txt") is None


@pytest.mark.django_db
def test_pages_are_compressed_and_no_two_alike(board, browser_of, ada):
    """Equal pages differ in their length, so that it says nothing of what is in them."""
    asked = {"Accept-Encoding": "gzip"}
    answers = [
        browser_of(ada).get(reverse("board", args=[board.key]), headers=asked) for _ in range(8)
    ]
    assert {each["Content-Encoding"] for each in answers} == {"gzip"}
    assert len({len(each.content) for each in answers}) > 1
