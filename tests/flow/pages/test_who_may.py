"""Who may look at the flow of a board may look at all of it; a new URL without a line here fails."""

import pytest
from django.urls import get_resolver, reverse

MEMBERS = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
PAGES = {
    "flow": MEMBERS,
    "flow-chart": MEMBERS,
    "flow-data": MEMBERS,
    "flow-csv": MEMBERS,
    "flow-picture": MEMBERS,
    "flow-of-card": MEMBERS,
    "flow-of-boards": dict.fromkeys(MEMBERS, 200),
}


def page(name):
    parts = {"key": "SLU", "name": "wip", "number": 1}
    [(_pattern, wanted)] = get_resolver("flow.metrics.urls").reverse_dict.getlist(name)[0][0]
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def test_every_page_says_here_who_may_open_it():
    named = [pattern.name for pattern in get_resolver("flow.metrics.urls").url_patterns]
    assert sorted(named) == sorted(PAGES)


@pytest.mark.parametrize("who", MEMBERS)
@pytest.mark.parametrize("name", PAGES)
def test_who_may_open_a_page(name, who, finish, count, browser_of, request):
    finish(took=3)
    count()
    answer = browser_of(request.getfixturevalue(who)).get(page(name))
    assert answer.status_code == PAGES[name][who]


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_a_page_before_signing_in(name, board, client):
    assert client.get(page(name)).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_looking_is_all_that_can_be_done(name, finish, browser_of, ada):
    finish(took=3)
    assert browser_of(ada).post(page(name)).status_code == 405


def test_the_list_of_boards_has_only_ones_own(board, browser_of, sam, ada):
    assert "Harbour" not in browser_of(sam).get("/flow/").content.decode()
    assert "Harbour" in browser_of(ada).get("/flow/").content.decode()
