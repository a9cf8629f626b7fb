"""Ledgers drawn at random: changes of a trunk, and deployments of them. They shrink to plain ones."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from flow.delivery.deployment_count import Merged, ToProduction

BEGIN = datetime(2026, 11, 2, 8, tzinfo=UTC)
KINDS = ("normal", "hotfix", "rollback", "redeploy")
ELSEWHERE = "a commit of another component"
RARELY = st.sampled_from((False, False, False, True))


@dataclass(frozen=True)
class LedgerChange:
    """The nth change of the trunk is called cN; it may take back another one, or one elsewhere."""

    takes_back: str = ""
    is_hotfix: bool = False


@dataclass(frozen=True)
class LedgerDeployment:
    hour: int
    sha: str  # cN, or a branch's own commit, which is not on the trunk
    names: tuple[str, ...] = ()
    kind: str = ""  # that the caller says
    for_all: bool = False  # it names no component


@dataclass(frozen=True)
class Ledger:
    changes: tuple[LedgerChange, ...]
    deployments: tuple[LedgerDeployment, ...]

    @property
    def places(self) -> dict[str, int]:
        return {f"c{n}": n for n, _change in enumerate(self.changes, start=1)}

    def merged(self) -> list[Merged]:
        return [
            Merged(
                id=n,
                sha=f"c{n}",
                place=n,
                reverts=(change.takes_back,) if change.takes_back else (),
                is_hotfix=change.is_hotfix,
            )
            for n, change in enumerate(self.changes, start=1)
        ]

    def to_production(self) -> list[ToProduction]:
        return [
            ToProduction(
                id=n,
                at=BEGIN + timedelta(hours=each.hour),
                sha=each.sha,
                given_kind=each.kind,
                named_commits=frozenset(each.names),
                if_it_brings=each.for_all,
            )
            for n, each in enumerate(self.deployments)
        ]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Some changes, and deployments of them; small numbers are plain ones."""
    number = draw(st.integers(1, 8))
    on_trunk = [f"c{n}" for n in range(1, number + 1)]
    changes = draw(st.tuples(*(_change(on_trunk[:n]) for n in range(number))))
    commits = st.sampled_from([*on_trunk, "branch-1", "branch-2"])
    hours = draw(st.lists(st.integers(0, 100), min_size=1, max_size=9).map(sorted))
    deployments = draw(st.tuples(*(_deployment(hour, commits) for hour in hours)))
    return Ledger(changes, deployments)


def _change(earlier: list[str]) -> st.SearchStrategy[LedgerChange]:
    taken_back = st.sampled_from([*earlier, ELSEWHERE])
    return st.builds(
        LedgerChange, takes_back=st.just("") | st.just("") | taken_back, is_hotfix=RARELY
    )


def _deployment(hour: int, commits: st.SearchStrategy[str]) -> st.SearchStrategy[LedgerDeployment]:
    return st.builds(
        LedgerDeployment,
        hour=st.just(hour),
        sha=commits,
        names=st.just(()) | st.lists(commits, max_size=2, unique=True).map(tuple),
        kind=st.sampled_from(("", "", "", "", *KINDS)),
        for_all=RARELY,
    )
