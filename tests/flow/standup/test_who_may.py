"""Every page of the standup says who may open it: a new URL without a line here fails."""

import pytest
from django.urls import reverse

from board.models import Board
from flow.standup.models import Standup
from flow.standup.urls import urlpatterns

LOOKING = {"ada": 200, "grace": 200, "vera": 200, "sam": 404}
DOING = {"ada": 302, "grace": 302, "vera": 302, "sam": 404}
CHANGING = {"ada": 302, "grace": 302, "vera": 403, "sam": 404}
LEADING = CHANGING | {"grace": 409}  # Ada leads the standup

# name of the URL: (what is posted, or None to look; what each of the cast gets)
PAGES = {
    "standup": (None, LOOKING),
    "begin-standup": ({}, CHANGING),
    "standup-announcement": (None, LOOKING),
    "attend-standup": ({}, LOOKING),
    "come-to": ({"column": "{review}"}, LEADING),
    "skip-card": ({}, LEADING),
    "lead-standup": ({}, CHANGING),
    "end-standup": ({}, LEADING),  # and has ended it before Grace can
    "note-action": ({"text": "Ask"}, CHANGING),
    "read-standups": ({"wants": "on"}, DOING),
    "no-more-standups": (None, dict.fromkeys(LOOKING, 404)),  # but with a signed token
    "assign-at-standup": ({}, CHANGING),
    "comment-at-standup": ({"text": "Ask"}, CHANGING),
    "kept-standups": (None, LOOKING),
    "kept-standup": (None, LOOKING),
    "card-of-action": ({"column": "{review}"}, CHANGING),
}


@pytest.fixture
def address(hold, ada, review, card_in):
    card_in(review)
    kept = hold(ada)
    kept.note("Ask the vendor", by=ada)
    kept.end()
    hold(ada)
    pks = {"kept-standup": kept.pk, "card-of-action": kept.actions.get().pk}

    def of(name: str) -> str:
        known = {"key": "SLU", "number": 1, "pk": pks.get(name), "token": "x"}
        pattern = next(each for each in urlpatterns if each.name == name)
        wanted = pattern.pattern.converters
        return reverse(name, kwargs={word: known[word] for word in wanted})

    return of


@pytest.mark.parametrize("name", [each.name for each in urlpatterns])
def test_every_page_says_here_who_may_open_it(
    name, address, request, browser_of, review, vera, sam
):
    said, allowed = PAGES[name]
    for who, status in allowed.items():
        client = browser_of(request.getfixturevalue(who))
        if said is None:
            answer = client.get(address(name))
        else:
            said = {word: str(value).format(review=review.pk) for word, value in said.items()}
            answer = client.post(address(name), said)
        assert answer.status_code == status, who


def test_who_is_not_signed_in_is_asked_to(address, client):
    for name, (said, _allowed) in PAGES.items():
        if name == "no-more-standups":
            continue  # the signed link is the permission
        answer = client.get(address(name)) if said is None else client.post(address(name), said)
        assert answer.url.startswith("/accounts/login/"), name


def test_a_standup_of_another_board_is_not_found(address, browser_of, ada, ideas):
    Board.make("Other", key="OTH", by=ada, columns=[("A", "active"), ("B", "done")])
    kept = Standup.objects.exclude(ended_at=None).get()
    assert browser_of(ada).get(f"/boards/OTH/standup/kept/{kept.pk}/").status_code == 404
