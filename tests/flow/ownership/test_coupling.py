"""Which components are changed together, and how much."""

import subprocess
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow.delivery.models import Component
from flow.ownership.measures.coupling import CoupledPair, coupling, worst_first
from tests.tree import ROOT


def degrees(sets, parts):
    return {(pair.a, pair.b): pair.degree for pair in coupling(sets).pairs(parts)}


def test_the_published_example_of_code_maat():
    """Its changes {A, B, C} and {A, B} couple A with B by 100 %, and both with C by 66 %."""
    found = degrees([{"A", "B", "C"}, {"A", "B"}], "ABC")
    assert found == {("A", "B"): 100, ("A", "C"): 66, ("B", "C"): 66}


def test_a_set_of_thirty_is_counted_and_a_larger_one_is_left_out():
    found = coupling([range(30), range(31), range(2)])
    assert (found.left_out, found.revisions[0], found.shared[frozenset((0, 1))]) == (1, 2, 2)
    assert found.revisions[30] == 0


@pytest.mark.parametrize(
    ("a", "b", "shared", "is_worth_a_look"),
    [(5, 5, 5, True), (4, 9, 4, False), (5, 5, 4, False), (29, 5, 5, False), (28, 5, 5, True)],
)
def test_a_pair_is_worth_a_look_from_5_changes_5_shared_and_30_percent(
    a, b, shared, is_worth_a_look
):
    assert CoupledPair("a", "b", a, b, shared).is_worth_a_look is is_worth_a_look


def test_the_worst_pair_that_is_worth_a_look_comes_first():
    few, good, worst = (
        CoupledPair("a", "b", 1, 1, 1),
        CoupledPair("a", "c", 9, 9, 5),
        CoupledPair("b", "c", 9, 9, 8),
    )
    assert worst_first([few, good, worst]) == [worst, good, few]


@given(st.lists(st.frozensets(st.integers(0, 8), max_size=9), max_size=30))
def test_any_sets_are_counted_as_somebody_counts_by_hand(sets):
    found = {
        (pair.a, pair.b): (pair.revisions_a, pair.revisions_b, pair.shared)
        for pair in coupling(sets, most=6).pairs(range(9))
    }
    small = [each for each in sets if len(each) <= 6]
    by_hand = {
        (a, b): (sum(a in s for s in small), sum(b in s for s in small), both)
        for a, b in combinations(range(9), 2)
        if (both := sum(a in s and b in s for s in small))
    }
    assert found == by_hand


def history() -> list[set[str]]:
    """The folders that each commit of this project touched, as git says; merges are no commits."""
    log = ["git", "-C", str(ROOT), "log", "--no-merges", "--name-only", "--format=%x00"]
    said = subprocess.run(log, capture_output=True, text=True, check=True).stdout
    return [
        {Path(name).parts[0] for name in commit.split("\n") if "/" in name}
        for commit in said.split("\0")[1:]
    ]


def by_script(commits: list[set[str]]) -> dict[tuple[str, str], int]:
    """The degrees once more, in the words of the definition; it shares no code with ours."""
    touched, both = Counter(), Counter()
    for commit in commits:
        if len(commit) > 30:
            continue
        touched.update(commit)
        both.update(combinations(sorted(commit), 2))
    return {
        (a, b): int(n / ((touched[a] + touched[b]) / 2) * 100 + 1e-9) for (a, b), n in both.items()
    }


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is no history here")
def test_the_degrees_of_this_projects_own_history_are_those_of_a_script():
    commits = history()
    folders = sorted(set().union(*commits))
    assert degrees(commits, folders) == by_script(commits)


@pytest.fixture
def ask(api):
    def ask(**said):
        answer = api.get("/components/coupling", **{"board": "SLU"} | said)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def pairs_of(answer):
    return {(p["a"], p["b"]): (p["shared"], p["degree"]) for p in answer["pairs"]}


def test_the_commits_of_a_repository_give_the_degrees_of_the_example(parts, trunk, ask):
    trunk.merge("a/1", "b/1", "c/1")
    trunk.merge("a/2", "b/2")
    said = ask(all="true")
    assert pairs_of(said) == {("a", "b"): (2, 100), ("a", "c"): (1, 66), ("b", "c"): (1, 66)}
    assert (said["from"], said["to"], said["left_out"]) == ("2026-09-01", "2026-11-29", 0)
    assert ask()["pairs"] == []


def test_the_commits_of_a_card_are_one_change(parts, trunk, ask, build, card_in):
    card_in(build)
    trunk.merge("a/1", words="SLU-1 one half")
    trunk.merge("b/1", words="SLU-1 the other half")
    trunk.merge("a/2", words="no card")
    assert pairs_of(ask(all="true")) == {("a", "b"): (1, 66)}


def test_a_pair_below_the_marks_is_told_only_if_all_are_asked_for(parts, trunk, ask):
    for n in range(5):
        trunk.merge(f"a/{n}", f"b/{n}")
    trunk.merge("a/c", "c/a")
    assert pairs_of(ask()) == {("a", "b"): (5, 90)}
    assert pairs_of(ask(all="true")) == {("a", "b"): (5, 90), ("a", "c"): (1, 28)}


def test_only_what_came_to_the_trunk_in_these_days_is_counted(parts, trunk, ask):
    trunk.merge("a/1", "b/1")
    assert pairs_of(ask(all="true", **{"from": "2026-11-20", "to": "2026-11-20"})) != {}
    assert pairs_of(ask(all="true", **{"from": "2026-11-21", "to": "2026-11-29"})) == {}
    assert pairs_of(ask(all="true", **{"from": "2026-11-01", "to": "2026-11-19"})) == {}


def test_a_commit_of_31_components_is_left_out(parts, trunk, ask, repository, team):
    for n in range(28):
        Component.make(repository, f"d{n}", paths=[f"d{n}/**"], team=team)
    trunk.merge("a/1", "b/1")
    trunk.merge("a/2", "b/2", "c/2", *(f"d{n}/x" for n in range(28)))
    said = ask(all="true")
    assert (pairs_of(said), said["left_out"]) == ({("a", "b"): (1, 100)}, 1)


@pytest.mark.parametrize(
    "said",
    [
        {"board": ""},
        {"board": "slu"},
        {"from": "2026-13-01"},
        {"to": "2999-01-01"},
        {"from": "2026-11-02", "to": "2026-11-01"},
        {"from": "1969-01-01"},
        {"all": "perhaps"},
        {"every": "1"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(parts, api, said):
    assert api.get("/components/coupling", **{"board": "SLU"} | said).status_code == 422


def test_how_much_is_asked_does_not_grow_with_the_changes(parts, trunk, query_count, api, board):
    def ask():
        return api.get("/components/coupling", board="SLU", all="true")

    trunk.merge("a/1", "b/1")
    ask()  # notes when the token was used
    few = query_count(ask)
    for n in range(9):
        trunk.merge(f"a/{n}", f"b/{n}", f"c/{n}")
    assert query_count(ask) == few
