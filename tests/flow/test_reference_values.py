"""Two files of others whose figures are known give these figures here.

Where the files are from and under which licence stands in `tests/board/importers/data/README.md`.
"""

from datetime import date

import pytest
from django.core.management import call_command

from board.models import Board, Person
from flow.metrics.ledger.digests import catch_up
from flow.metrics.reports import DayWindow, Flow
from tests.board.importers.test_other_tools import FLOW, JAM
from tests.flow.oracle import figures
from tests.flow.oracle.counts import Counts
from tests.flow.oracle.plain_board import plain


@pytest.fixture
def imported(db):
    """The board of a file, and its flow over the years of the file."""
    Person.objects.create_superuser("root@example.org")

    def take_in(words: tuple) -> Flow:
        call_command("import_csv", *map(str, words), verbosity=0)
        board = Board.objects.get(key=words[words.index("--board") + 1])
        catch_up(board.pk)
        return Flow(board, DayWindow(date(2018, 1, 1), date(2024, 12, 31)))

    return take_in


def test_of_266_items_261_are_finished_with_the_known_mean_and_percentiles(imported):
    flow = imported(FLOW)
    found = flow.cycle_times()
    assert (found.count, round(found.mean, 3)) == (261, 5.548)
    assert found.percentiles == {50: 5, 70: 7, 85: 9, 95: 13}
    assert len(flow.aging()) == 5


def test_the_reckoning_finds_the_same_in_the_same_rows(imported):
    flow = imported(FLOW)
    days = Counts(plain(flow.board, flow.now)).cycle_times(flow.window.first, flow.window.last)
    assert (len(days), round(float(figures.mean(days)), 3)) == (261, 5.548)
    assert [figures.percentile(days, p) for p in (50, 70, 85, 95)] == [5, 7, 9, 13]


def test_cycle_times_that_count_one_end_are_one_day_more_here(imported):
    """The file counts from "Committed", so that is where work starts."""
    words = [word.replace("Committed:queue", "Committed:active") for word in map(str, JAM)]
    flow = imported(tuple(words))
    theirs = dict.fromkeys(("A-13", "A-14", "A-15", "A-16", "A-17"), 5) | {"A-18": 4}
    ours = {passage.card.external_id: passage.days for passage in flow.finished}
    assert ours == {item: days + 1 for item, days in theirs.items()}
