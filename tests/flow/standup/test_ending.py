"""The end of a standup is seen by everybody who walked in it."""

import pytest
from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def attend(board, client):
    """What an open page gets: `attend(grace, seen)`."""

    def asked(person, seen):
        client.force_login(person)
        return client.post(reverse("attend-standup", args=["SLU"]), {"seen": seen}, **HTMX)

    return asked


def test_who_followed_lands_on_the_summary(hold, attend, ada, grace):
    standup = hold(ada)
    seen = f"{standup.steps}-{standup.board.version}-0"
    standup.end()
    answer = attend(grace, seen)
    assert answer["HX-Redirect"] == reverse("kept-standup", args=["SLU", standup.pk])


def test_who_waits_for_the_next_one_stays(hold, attend, ada, grace):
    hold(ada).end()
    assert "HX-Redirect" not in attend(grace, "")


def test_the_board_announces_a_standup_that_goes_on(hold, client, ada, grace):
    client.force_login(grace)
    where = reverse("standup-announcement", args=["SLU"])
    standup = hold(ada)
    assert "<bdi>Ada</bdi> leads a standup: join" in client.get(where, **HTMX).content.decode()
    standup.end()
    assert client.get(where, **HTMX).content.decode().strip() == ""
