"""Patterns of paths: `api/**`, `*.md`, `web/*/index.html`, `docs`."""

import re
from collections.abc import Iterable
from functools import lru_cache

ALL = {"**", "**/*", "*", "/", "/**"}


class Globs:
    """Several patterns. A pattern names files, or a folder with all that is in it."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)
        self._pattern = _compiled(self.patterns)

    @property
    def match_all(self) -> bool:
        """Whether any path is meant, so that a path need not be known."""
        return bool(ALL & {*self.patterns})

    def match(self, path: str) -> bool:
        return self.match_all or self._pattern.fullmatch(path) is not None

    def match_any(self, paths: Iterable[str]) -> bool:
        return self.match_all or any(map(self._pattern.fullmatch, paths))


@lru_cache(1000)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    if not patterns:
        return re.compile(r"(?!)")
    return re.compile("|".join(f"(?:{_as_expression(each)})" for each in patterns), re.DOTALL)


def _as_expression(pattern: str) -> str:
    """`**` is any number of folders, `*` a part of one name; a folder has all below it."""
    said, at = pattern.strip("/"), 0
    written = ""
    while at < len(said):
        if said.startswith("**/", at):
            written, at = f"{written}(?:[^/]+/)*", at + 3
        elif said.startswith("**", at):
            written, at = f"{written}.*", at + 2
        else:
            written += {"*": "[^/]*", "?": "[^/]"}.get(said[at], re.escape(said[at]))
            at += 1
    return f"{written}(?:/.*)?"
