"""Patterns of paths: `api/**`, `*.md`, `web/*/index.html`, `docs`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flow.delivery.wildcards import MANY, fits

ALL = {"**", "**/*", "*", "/", "/**"}


class Globs:
    """Several patterns. A pattern names files, or a folder with all that is in it."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)
        self._compiled = [_compiled(each) for each in self.patterns]

    @property
    def match_all(self) -> bool:
        """Whether any path is meant, so that a path need not be known."""
        return bool(ALL & {*self.patterns})

    def match(self, path: str) -> bool:
        names = path.split("/")
        return self.match_all or any(fits(each, names, _is_name) for each in self._compiled)

    def hold(self, paths: Iterable[str] | None) -> bool:
        """Whether a change of these paths is meant; None if they are not known."""
        return self.match_all if paths is None else self.match_any(paths)

    def match_any(self, paths: Iterable[str]) -> bool:
        return self.match_all or any(map(self.match, paths))


@lru_cache(10_000)
def _compiled(pattern: str) -> tuple[Any, ...]:
    """`**` is any number of folders, `*` a part of one name; a folder has all below it."""
    parts = [_name(part) for part in pattern.strip("/").split("/")]
    if parts[-1] is MANY and len(parts) > 1:  # what is in the folder, not the folder
        parts.insert(-1, _name("*"))
    return (*parts, MANY)


def _name(part: str) -> Any:
    """One name of a path: a text, or an expression if it has stars or question marks."""
    if part == "**":
        return MANY
    if not {*part} & {*"*?"}:
        return part
    first, *others = (re.escape(between).replace(r"\?", ".") for between in re.split(r"\*+", part))
    if others:  # what stands between two stars is found where it comes first, and never later
        *between, last = others
        first += "".join(f"(?>.*?{each})" for each in between) + f".*{last}"
    return re.compile(first, re.DOTALL)


def _is_name(wanted: Any, name: str) -> bool:
    if isinstance(wanted, str):
        return wanted == name
    return wanted.fullmatch(name) is not None
