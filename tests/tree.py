"""The files of this project, for tests that read them as text."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = {"node_modules", "var", "__pycache__", ".git"}  # and all that begins with a dot, but .ci


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Files that belong to the project, of these suffixes or of all, below one folder or all."""
    for path in sorted((ROOT / under).rglob("*")):
        *above, name = path.relative_to(ROOT).parts
        folders = {*above} - {".ci"}
        made = {*folders, name} & MADE or any(folder.startswith(".") for folder in folders)
        if path.is_file() and not made and (not suffixes or path.suffix in suffixes):
            yield path


def lines_with(pattern: str, paths: Iterator[Path]) -> list[str]:
    """`file:line: text` for each line that the pattern is found in."""
    found = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if found.search(line)
    ]
