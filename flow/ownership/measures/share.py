"""The changes of a component, by team.

Pure. What comes from an address of no team is counted together as not known, and never dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SHARED_FROM = 20  # percent of the changes by another team


@dataclass(frozen=True)
class OwnershipShare:
    """The changes of a component by team; None is who is not known."""

    owner: int
    by_team: Mapping[int | None, int]

    @property
    def changes(self) -> int:
        return sum(self.by_team.values())

    @property
    def own(self) -> int:
        return self.by_team.get(self.owner, 0)

    @property
    def not_known(self) -> int:
        return self.by_team.get(None, 0)

    @property
    def match(self) -> float | None:
        """Percent of the changes that the owning team made; None without a change."""
        return 100 * self.own / self.changes if self.changes else None

    @property
    def shared_with(self) -> list[int]:
        """The other teams with a fifth of the changes or more, in no order of theirs."""
        return [
            team
            for team, n in self.by_team.items()
            if team not in (None, self.owner) and 100 * n >= SHARED_FROM * self.changes
        ]
