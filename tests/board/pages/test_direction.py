"""What people write goes in the direction of their language, and leaves the words around it alone.

Every name and text of the board is Hebrew here: on every page it must stand in an element of its own
that takes its direction from it.
"""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from board.models import Board

HEBREW = re.compile("[\u0590-\u05ff]")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")  # inside a sentence
VOID = {"br", "hr", "img", "input", "link", "meta", "use", "path", "rect"}
FREE = {"bdi", "title", "option", "textarea"}  # the words of each of these are alone


class Loose(HTMLParser):
    """Collects Hebrew words that stand in no element of their own."""

    def __init__(self):
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            said = dict(attrs)
            isolates = tag in FREE or said.get("dir") == "auto" or said.get("class") == "avatar"
            self.open.append((tag, isolates))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if HEBREW.search(ISOLATED.sub("", data)) and not any(
            isolates for _tag, isolates in self.open
        ):
            self.found.append(data.strip())


def loose_in(html: str) -> list[str]:
    parser = Loose()
    parser.feed(html)
    return parser.found


@pytest.fixture
def harbour(grace, card_in, build, review, board, ada):
    """A board on which everybody writes Hebrew."""
    ada.name = "עדה"
    ada.save()
    Board.objects.filter(pk=board.pk).update(name="נמל")
    build.revise(name="בנייה", policy="שתי עיניים.", by=ada)
    board.add_lane("סירות", by=ada)
    board.limit_column(review, 1, by=ada)
    card = card_in(build, "שלום עולם. (טיוטה) v2!", assignees=[ada])
    card.revise(description="פסקה ראשונה.", labels=["מפה"], by=ada)
    card.comment("למה?", by=ada)
    card.block(reason="אין מפתח", by=ada)
    card_in(review, "שני")
    card_in(build, "נמחק").discard(by=ada)
    return board


@pytest.mark.parametrize(
    "name", ["board", "card", "archived", "people", "placement", "settings", "boards", "parts"]
)
def test_no_words_of_people_stand_loose(harbour, client, ada, name):
    client.force_login(ada)
    kwargs = {"key": "SLU"} if name != "boards" else {}
    if name in ("card", "placement"):
        kwargs["number"] = 1
    answer = client.get(reverse(name, kwargs=kwargs))
    assert HEBREW.search(answer.content.decode())
    assert loose_in(answer.content.decode()) == []


def test_the_title_of_a_card_has_its_own_direction(harbour, client, ada):
    client.force_login(ada)
    page = client.get(reverse("board", args=["SLU"])).content.decode()
    assert re.search(r'<h4 class="card__title" dir="auto"><a [^>]*>שלום עולם', page)


def test_a_field_takes_the_direction_of_what_is_written(harbour, client, ada):
    client.force_login(ada)
    page = client.get(reverse("edit", args=["SLU", 1, "description"])).content.decode()
    assert re.search(r'<textarea[^>]* dir="auto"', page)
