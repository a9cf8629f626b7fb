"""Altair, imported when a chart is first drawn: few processes ever draw one, and it takes 40 MB."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt
else:

    class Altair:
        """The module, by the names that are asked of it."""

        def __getattr__(self, name: str) -> Any:
            return getattr(import_module("altair"), name)

    alt = Altair()

__all__ = ["alt"]
