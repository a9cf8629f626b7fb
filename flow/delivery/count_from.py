"""From when on the deployments of each component of a repository are to be counted again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flow.delivery.models import Component
from flow.delivery.production_before import EVER


@dataclass
class CountFrom:
    """The earliest moment by the id of a component; under None that of what names no component."""

    moments: dict[int | None, datetime] = field(default_factory=dict)

    @classmethod
    def everything(cls) -> "CountFrom":
        return cls({None: EVER})

    def add(self, component: int | None, at: datetime) -> None:
        self.moments[component] = min(at, self.moments.get(component, at))

    def join(self, other: "CountFrom") -> None:
        for component, at in other.moments.items():
            self.add(component, at)

    def of(self, components: Iterable[Component]) -> Iterator[tuple[Component, datetime]]:
        """Yield the components to count again, each with its moment."""
        for component in components:
            at = [self.moments[key] for key in (component.pk, None) if key in self.moments]
            if at:
                yield component, min(at)
