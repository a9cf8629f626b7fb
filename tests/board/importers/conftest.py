"""Files of other tools, and the command that imports them."""

from collections.abc import Callable, Iterable
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command

from board.models import Board, Person

DATA = Path(__file__).parent / "data"


@pytest.fixture
def root(db) -> Person:
    """The superuser, who imports unless somebody else is named."""
    return Person.objects.create_superuser("root@example.org", name="Root")


@pytest.fixture
def import_csv() -> Callable[..., str]:
    """Run the command as in a shell; returns what it printed."""
    return lambda *words: _said("import_csv", words)


@pytest.fixture
def import_events() -> Callable[..., str]:
    return lambda *words: _said("import_events", words)


@pytest.fixture
def file(tmp_path) -> Callable[..., Path]:
    """A CSV file of these lines."""

    def write(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "export.csv"
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write


def _said(command: str, words: Iterable[object]) -> str:
    out = StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


def visits(board: Board, external_id: str) -> list[tuple[str, str]]:
    """Where a card has been: the columns and when it came there, in the board's zone."""
    stays = board.cards.get(external_id=external_id).stays.select_related("column")
    return [
        (stay.column.name, f"{stay.entered_at.astimezone(board.zone):%Y-%m-%d %H:%M:%S}")
        for stay in stays
    ]


def counts(board: Board) -> dict[str, int]:
    """How many cards stand in each column, and how many are archived."""
    there = {column.name: column.cards.on_the_board().count() for column in board.columns.all()}
    return there | {"archived": board.cards.exclude(archived_at=None).count()}


def has_no_gaps(board: Board) -> bool:
    """Whether each card's stays follow each other, and only the last of a card that is here is open."""
    for card in board.cards.prefetch_related("stays"):
        stays = list(card.stays.all())
        for earlier, later in pairwise(stays):
            if earlier.left_at != later.entered_at:
                return False
        if stays[-1].left_at != card.archived_at or stays[-1].column_id != card.column_id:
            return False
    return True
