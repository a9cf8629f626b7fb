"""A board is deleted with its delivery, only where no component of another board goes with it."""

import pytest
from django.utils import timezone

from board.models import Board
from flow.delivery.models import Change, Component, Deployment, Incident, Repository, Team
from tests.flow.delivery.forges import logged, sha

DELETE = "/boards/SLU/settings/board/delete/"


@pytest.fixture
def office(sam) -> Team:
    """A team of another board, on which nobody of Harbour is."""
    other = Board.make("Dock office", key="DOCK", by=sam, columns=[("A", "active"), ("B", "done")])
    return Team.make(other, "Dock office")


def kept(answer) -> str:
    assert answer.status_code == 409
    assert Board.objects.filter(key="SLU", erased_at=None).exists()
    return answer.content.decode()


def test_a_board_with_a_component_of_another_boards_team_stays(
    repository, team, office, browser_of, ada
):
    Component.make(repository, "api", paths=["api/**"], team=team)
    billing = Component.make(repository, "billing", paths=["billing/**"], team=office)
    page = browser_of(ada)
    words = kept(page.post(DELETE, {"key": "SLU"}))
    assert "billing" in words
    assert "Give them to a team of this board" in words
    assert "api" not in words.split("Teams of other boards")[1].split("Give them")[0]
    billing.revise(team=team)
    assert page.post(DELETE, {"key": "SLU"}).status_code == 302
    assert not Board.objects.filter(key="SLU").exists()


def test_a_board_whose_team_owns_a_component_of_another_board_stays(
    team, office, browser_of, ada, sam
):
    there = Repository.connect(office.board, provider="github", name="dock/pay", by=sam)
    pay = Component.make(there, "pay", paths=["**"], team=team)
    page = browser_of(ada)
    assert "Let a lead there" in kept(page.post(DELETE, {"key": "SLU"}))
    pay.revise(team=office)
    assert page.post(DELETE, {"key": "SLU"}).status_code == 302
    assert Component.objects.get() == pay


def test_a_board_that_goes_too_keeps_none(team, office, sam):
    there = Repository.connect(office.board, provider="github", name="dock/pay", by=sam)
    Component.make(there, "pay", paths=["**"], team=team)
    Board.objects.filter(pk=office.board_id).update(erased_at=timezone.now())
    team.board.withdraw()
    for board in Board.objects.all():
        board.delete_all()
    assert not Component.objects.exists()


def test_all_of_delivery_goes_with_its_board(
    board, component, log, deploy, pipeline, build, card_in
):
    card_in(build)
    log(logged("a", "2026-11-02T09:00:00+00:00", "SLU-1"))
    deploy(sha("a"), "2026-11-02T10:00:00Z", id="d1")
    deploy(sha("b"), "2026-11-02T11:00:00Z", kind="rollback")
    said = {"component": "app", "title": "Out", "detected_at": "2026-11-02T10:10:00Z"}
    pipeline.post("/incidents", **said, caused_by="d1", card="SLU-1")
    board.refresh_from_db()
    board.withdraw()
    board.delete_all()
    for each in (Repository, Team, Component, Change, Deployment, Incident):
        assert not each.objects.exists(), each
