"""Readiness knows from ownership how often components are deployed alone."""

from flow.improvement.models import Criterion
from flow.improvement.readiness import readiness
from flow.ownership.models import StruckRelease
from tests.flow.ownership.conftest import NOON, hours


def evidence(board):
    [small] = [each for each in readiness(board) if each.criterion == Criterion.SMALL_BATCHES]
    return [fact.words for fact in small.evidence if fact.path.endswith("/ownership/")]


def test_how_many_deployments_went_alone_is_evidence_of_small_batches(
    trunk, parts, board, build, card_in, ada
):
    board.switch_practices(by=ada, delivery=True)
    board.refresh_from_db()
    assert evidence(board) == []
    card = card_in(build)
    sha = trunk.merge("a/x.py", "b/x.py", words=f"{card.key} Both")
    trunk.deploy("a", sha, NOON + hours(1))
    trunk.deploy("b", sha, NOON + hours(2))
    trunk.deploy("c", trunk.merge("c/x.py"), NOON + hours(3))
    words = "1 of 3 deployments in 90 days were on their own; 1 coordinated release"
    assert evidence(board) == [words]
    StruckRelease.strike_off(card, reason="Compatible steps", by=ada)
    assert evidence(board) == ["3 of 3 deployments in 90 days were on their own"]


def test_a_board_without_delivery_is_not_asked(board, ada):
    assert evidence(board) == []
