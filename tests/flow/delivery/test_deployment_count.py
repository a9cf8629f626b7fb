"""Random ledgers of a component: what is counted of its deployments agrees with an oracle."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from flow.delivery.deployment_count import count
from tests.examples import examples
from tests.flow.delivery.random_ledgers import Ledger, ledgers


@dataclass
class Answers:
    """What is to be counted: by the number of a deployment, and by that of a change."""

    kinds: list[str]
    brings: list[int | None]
    not_of_it: set[int]
    first: dict[int, int]
    followed_by: dict[int, int]


def oracle(ledger: Ledger) -> Answers:
    """Say it once more, slowly and plainly: production is a set of changes and a list of shas."""
    said = Answers([], [], set(), {}, {})
    came: list[str] = []  # every sha that production was at, one after the other
    reached = 0  # the last place on the trunk that is known of production
    reached_now: int | None = None  # that of what is in production; None: it is not known
    for n, deployed in enumerate(ledger.deployments):
        numbers = {int(sha[1:]) for sha in deployed.names if sha in ledger.places}
        to = ledger.places.get(deployed.sha, max(numbers, default=None))
        reach = set(range(reached + 1, to + 1)) if to else set()
        brought = reach | numbers
        if deployed.for_all and not brought and not (to and reached > to):
            said.not_of_it.add(n)
            said.kinds.append("normal")
            said.brings.append(0)
            continue
        is_known = to is not None or deployed.sha in came
        said.kinds.append(
            deployed.kind or _kind(ledger, deployed, brought, to, reached_now, came, said)
        )
        said.brings.append(len(brought) if is_known else None)
        for change in brought - said.first.keys():
            said.first[change] = n
        came.append(deployed.sha)
        reached, reached_now = to or reached, to
    _say_what_followed(ledger, said)
    return said


def _kind(ledger, deployed, brought, to, reached_now, came, said) -> str:
    if came and came[-1] == deployed.sha:
        return "redeploy"
    if to and reached_now:
        goes_back = to < reached_now
    else:
        goes_back = deployed.sha in came and came.index(deployed.sha) < came.index(came[-1])
    if goes_back:
        return "rollback"
    taken_back = [ledger.changes[change - 1].takes_back for change in brought]
    is_there = [
        sha and (sha not in ledger.places or ledger.places[sha] in said.first) for sha in taken_back
    ]
    if brought and all(is_there):
        return "rollback"
    fresh = brought - said.first.keys()
    return "hotfix" if any(ledger.changes[change - 1].is_hotfix for change in fresh) else "normal"


def _say_what_followed(ledger: Ledger, said: Answers) -> None:
    """Of each rollback and hotfix the last one before it that can fail, within a day."""
    of_it = [n for n, _each in enumerate(ledger.deployments) if n not in said.not_of_it]
    for n in of_it:
        if said.kinds[n] not in ("rollback", "hotfix"):
            continue
        able = [m for m in of_it if m < n and _can_fail(said.kinds[m], said.brings[m])]
        if able and ledger.deployments[n].hour - ledger.deployments[able[-1]].hour <= 24:
            said.followed_by.setdefault(able[-1], n)


def _can_fail(kind: str, brings: int | None) -> bool:
    return kind in ("normal", "hotfix") if brings is None else brings > 0


@settings(max_examples=examples(200, many=5_000))
@given(ledgers(), st.randoms(use_true_random=False))
def test_random_ledgers_agree_with_an_oracle(ledger, dice):
    told, merged = ledger.to_production(), ledger.merged()
    dice.shuffle(told)
    dice.shuffle(merged)
    counted, first = count(told, merged, ledger.places)
    expected = oracle(ledger)
    assert [each.id for each in counted] == [*range(len(ledger.deployments))]
    assert [each.kind for each in counted] == expected.kinds
    assert [each.brings for each in counted] == expected.brings
    assert {each.id for each in counted if not each.is_counted} == expected.not_of_it
    assert first == expected.first
    followed = {each.id: each.followed_by for each in counted if each.followed_by is not None}
    assert followed == expected.followed_by
