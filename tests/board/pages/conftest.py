import pytest
from django.urls import reverse

HX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/boards/SLU/"}


@pytest.fixture
def ask(browser_of):
    """Post a form of a card: `ask(grace, "move", card, column=build.pk)`; `hx=True` as a page does."""

    def post(person, verb, card, hx=False, headers=None, **said):
        url = reverse(verb, args=[card.board.key, card.number])
        return browser_of(person).post(url, said, headers=(HX if hx else {}) | (headers or {}))

    return post


@pytest.fixture
def reasons_allowed(board, full_review, ada):
    """Review, 3 of 3, lets somebody in who gives a reason."""
    board.limit_column(full_review, 3, by=ada, mode="reason")
    return full_review
