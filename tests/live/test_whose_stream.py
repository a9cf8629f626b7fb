"""A stream is a person's: it ends when they may not look any more, and there is a maximum."""

import pytest

from board.live import tickets
from board.live.hub import MOST_OF_A_PERSON, MOST_OF_A_TICKET
from board.models import Person, Role


@pytest.fixture
def grace(board, ada):
    person = Person.objects.create_user("grace@example.org", name="Grace")
    board.add_member(person, Role.MEMBER, by=ada)
    return person


def until_the_end(page) -> list[str]:
    assert page.ended.wait(30)
    return [page.heard.get_nowait()[0] for _ in range(page.heard.qsize())]


def test_the_stream_of_somebody_who_was_removed_ends(board, ada, grace, listen):
    hers, mine = listen(board, by=grace), listen(board, by=ada)
    hers.next()
    mine.next()
    board.remove_member(grace, by=ada)
    assert until_the_end(hers)[-1] == "bye"
    mine.next(30)
    assert not mine.ended.is_set()


def test_the_stream_of_somebody_who_was_deactivated_ends(board, grace, listen):
    page = listen(board, by=grace)
    page.next()
    Person.objects.filter(pk=grace.pk).update(is_active=False)  # by no verb of the board
    assert until_the_end(page)[-1] == "bye"


def test_a_ticket_of_somebody_who_was_removed_since_opens_nothing(board, ada, grace, listen):
    ticket = tickets.issue(board.pk, grace.pk)
    board.remove_member(grace, by=ada)
    assert "changed" not in until_the_end(listen(board, ticket))


def test_a_ticket_is_good_for_a_few_streams(board, ada, listen):
    ticket = tickets.issue(board.pk, ada.pk)
    for _ in range(MOST_OF_A_TICKET):
        listen(board, ticket).next()
    assert listen(board, ticket).answer.status == 429


def test_a_person_has_so_many_streams_and_the_others_have_theirs(board, ada, grace, listen):
    pages = [listen(board, by=ada) for _ in range(MOST_OF_A_PERSON)]
    for page in pages:
        page.next(30)
    refused = listen(board, by=ada).answer
    assert (refused.status, refused.headers["Retry-After"]) == (429, "30")
    listen(board, by=grace).next(30)


def test_an_answer_of_the_stream_carries_the_headers_of_all(board, listen):
    headers = listen(board).answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Access-Control-Allow-Origin"] == "*"
