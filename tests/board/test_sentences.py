"""Each limit says in plain words what it does."""

import pytest

from board.models import Mode, Service

EACH = [
    (
        {"maximum": 3, "columns": ["Review"]},
        "At most 3 cards in Review, expedite apart. One more is refused.",
    ),
    (
        {"maximum": 4, "columns": ["Build Doing", "Build Done"]},
        "At most 4 cards in Build: Doing and Done together, expedite apart. One more is refused.",
    ),
    (
        {"maximum": 6, "columns": ["Build Done", "Review"], "mode": Mode.WARN},
        "At most 6 cards in Build Done and Review together, expedite apart. "
        "One more is let in, and noted.",
    ),
    (
        {"maximum": 1, "columns": ["Review"], "lane": "Boats", "mode": Mode.REASON},
        "At most 1 card in Review, lane Boats, expedite apart. One more needs a reason.",
    ),
    (
        {"maximum": 5, "lane": "Boats"},
        "At most 5 cards in progress, lane Boats, expedite apart. One more is refused.",
    ),
    (
        {"maximum": 12},
        "At most 12 cards in progress on the whole board, expedite apart. One more is refused.",
    ),
    (
        {"maximum": 2, "each_person": True},
        "At most 2 cards in progress for each person. One more is refused.",
    ),
    (
        {"maximum": 2, "each_person": True, "columns": ["Build Doing", "Review"]},
        "At most 2 cards in Build Doing and Review for each person. One more is refused.",
    ),
    (
        {"maximum": 1, "service_class": Service.EXPEDITE},
        "At most 1 expedite card in progress. One more is refused.",
    ),
    (
        {
            "maximum": 2,
            "service_class": Service.INTANGIBLE,
            "columns": ["Build Doing", "Review"],
            "mode": Mode.REASON,
            "members_may_override": False,
        },
        "At most 2 intangible cards in Build Doing and Review together. "
        "One more needs a reason from a lead.",
    ),
    (
        {"maximum": 3, "columns": ["Review"], "counts_blocked": False},
        "At most 3 cards in Review, expedite apart, blocked ones not counted. One more is refused.",
    ),
    (
        {"maximum": 0, "columns": ["Review"]},
        "No cards in Review, expedite apart. One more is refused.",
    ),
]


@pytest.fixture
def pairs(board, build, ada):
    """Build is a pair of columns, and there are two lanes."""
    build.revise(name="Build Doing", group="Build", by=ada)
    done = board.add_column("Build Done", "waiting", by=ada)
    done.revise(group="Build", by=ada)
    done.put_before(board.columns.get(name="Review"), by=ada)
    board.add_lane("Boats", by=ada)


@pytest.mark.parametrize(("said", "sentence"), EACH, ids=lambda said: str(said)[:60])
def test_a_limit_says_what_it_does(board, pairs, ada, said, sentence):
    said = dict(said)
    if "columns" in said:
        said["columns"] = [board.columns.get(name=name) for name in said["columns"]]
    if "lane" in said:
        said["lane"] = board.lanes.get(name=said["lane"])
    if "service_class" in said:
        said["service_class"] = board.class_of(said["service_class"])
    limit = board.add_limit(by=ada, **said)
    assert limit.sentence == sentence


def test_when_no_class_is_apart_none_is_named(board, review, ada):
    expedite = board.class_of(Service.EXPEDITE)
    board.revise_class(expedite, name="Expedite", apart_from_limits=False, by=ada)
    limit = board.limit_column(review, 3, by=ada)
    assert limit.sentence == "At most 3 cards in Review. One more is refused."
