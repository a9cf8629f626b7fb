"""What a batch tells its boards: one event for each card that is shown otherwise, and no more."""

import pytest
from django.urls import reverse

from board.models import Kind
from flow.delivery.models import Repository
from tests.flow.delivery.forges import commit, logged, sha

AT = "2026-11-02T09:00:00Z"


@pytest.fixture
def heard(board):
    """The cards of which the board was told since it was asked last; None for the board itself."""
    seen = {"version": 0}

    def ask():
        events = board.events.filter(kind=Kind.TOLD, number__gt=seen["version"])
        found = [each.card and each.card.number for each in events.order_by("number")]
        board.refresh_from_db()
        seen["version"] = board.version
        return found

    return ask


@pytest.fixture
def cards(build, card_in):
    return [card_in(build) for _ in range(3)]


def test_a_card_is_told_once_for_each_time_that_it_looks_otherwise(
    forge, applied, deploy, component, cards, heard
):
    forge.push(commit("a", AT, "SLU-1"), commit("b", AT, "SLU-1, SLU-2"))
    forge.push(commit("c", AT, "No card"), before=sha("b"))
    applied()
    assert heard() == [1, 2]
    deploy(sha("a"), "2026-11-02T10:00:00Z")
    assert heard() == [1]
    deploy(sha("c"), "2026-11-02T11:00:00Z")
    assert heard() == [1, 2]
    deploy(sha("c"), "2026-11-02T12:00:00Z")  # once more: nothing new came to production
    assert heard() == []


def test_the_same_once_more_and_what_a_face_does_not_show_tell_nothing(
    forge, applied, pipeline, component, cards, heard
):
    push = [commit("a", AT, "SLU-1")]
    forge.push(*push)
    applied()
    assert heard() == [1]
    forge.push(*push, pusher={"name": "again"})  # another delivery that says the same
    build = {"id": "1", "sha": sha("a"), "status": "success", "finished_at": AT}
    pipeline.post("/builds", **build)
    applied()
    assert heard() == []


def test_a_force_push_tells_the_cards_whose_changes_are_gone(
    forge, applied, component, cards, heard
):
    forge.push(commit("a", AT), commit("b", AT, "SLU-2"))
    applied()
    assert heard() == [2]
    forge.push(commit("c", AT, "SLU-3"), before=sha("b"), forced=True)
    applied()
    assert heard() == [2, 3]


def test_of_history_the_board_is_told_once(log, component, cards, heard):
    text = logged("b", AT, "SLU-2", parent="a") + logged("a", AT, "SLU-1")
    log(text)
    assert heard() == [None]
    log(text.replace("\n\n", "\n\n", 1) + "\n")
    assert heard() == []


def test_a_recount_tells_nothing_where_nothing_is_new(forge, applied, component, cards, heard):
    forge.push(commit("a", AT, "SLU-1"))
    applied()
    heard()
    Repository.objects.get().ask_to_count()
    applied()
    assert not Repository.objects.to_count()
    assert heard() == []


@pytest.mark.parametrize(("by", "answer"), [("page", 302), ("api", 204)])
def test_open_pages_hear_of_a_component_and_a_repository_that_go(
    by, answer, forge, applied, component, repository, cards, heard, browser_of, calls, ada
):
    """Cards 1 and 2 wait in the component; card 3 has nothing that anybody delivered."""
    forge.push(commit("a", AT, "SLU-1"), commit("b", AT, "SLU-2"))
    applied()
    assert heard() == [1, 2]
    if by == "page":
        gone = browser_of(ada).post(
            reverse("delivery-remove-component", args=["SLU", component.pk])
        )
    else:
        gone = calls(ada).delete(f"/components/{component.pk}")
    assert gone.status_code == answer
    assert heard() == [1, 2]  # their changes wait for nothing any more
    if by == "page":
        gone = browser_of(ada).post(reverse("delivery-disconnect", args=["SLU", repository.pk]))
    else:
        gone = calls(ada).delete(f"/repositories/{repository.pk}")
    assert gone.status_code == answer
    assert heard() == [1, 2]  # they have no change any more
