"""What was answered, held against what the database and the mail server have."""

from collections import Counter
from dataclasses import dataclass

import psycopg

from tests.faults.under_load.ground import DATABASE_URL
from tests.faults.under_load.letterbox import Letterbox
from tests.faults.under_load.people import SteadyLoad

MOVES = """
    SELECT (data->'was'->>'column')::bigint, (data->>'column')::bigint
    FROM board_event WHERE board_id = %s AND kind = 'moved' ORDER BY number
"""
LIMITS = """
    SELECT link.column_id, board_limit.maximum FROM board_limit
    JOIN board_limit_columns AS link ON link.limit_id = board_limit.id
    WHERE board_limit.board_id = %s AND board_limit.archived_at IS NULL
"""


@dataclass(frozen=True)
class Verdict:
    """Each number but the first three and `mails_twice` must be 0."""

    moves: int
    refusals: int
    mails: int
    lost: int
    doubled: int
    misplaced: int
    done_though_refused: int
    over_a_limit: int
    mails_lost: int
    mails_twice: int  # with one Message-ID: a mail program shows them as one
    strange: list[str]

    @property
    def is_good(self) -> bool:
        wrong = self.lost + self.doubled + self.misplaced + self.done_though_refused
        return not (wrong + self.over_a_limit + self.mails_lost + len(self.strange))

    def __str__(self) -> str:
        said = [
            f"acknowledged moves lost {self.lost}, doubled {self.doubled}, "
            f"over a limit {self.over_a_limit}, mails lost {self.mails_lost}",
            f"of {self.moves} acknowledged moves, {self.refusals} refused ones and {self.mails} mails",
            f"cards elsewhere {self.misplaced}, refused moves done {self.done_though_refused}, "
            f"mails sent again under the same Message-ID {self.mails_twice}",
        ]
        said += [f"not expected: {words}" for words in self.strange[:10]]
        return "\n".join(f"  {each}" for each in said)


def judge(load: SteadyLoad, letterbox: Letterbox, noticed: list[str]) -> Verdict:
    with psycopg.connect(DATABASE_URL, autocommit=True) as database:
        keys = Counter(
            key for (key,) in database.execute("SELECT key FROM board_event WHERE key <> ''")
        )
        made = {message for (message,) in database.execute("SELECT message_id FROM board_notice")}
        lost_mails = {each for each in load.invited if each not in letterbox.recipients}
        return Verdict(
            moves=len(load.moved),
            refusals=len(load.refused),
            mails=len(made),
            lost=sum(not keys[key] for key in load.moved),
            doubled=sum(number > 1 for number in keys.values()),
            misplaced=_misplaced(database, load),
            done_though_refused=sum(keys[key] > 0 for key in load.refused),
            over_a_limit=sum(_over(database, board) for board in _boards(database)),
            mails_lost=len(made - letterbox.taken.keys()) + len(lost_mails),
            mails_twice=sum(number - 1 for number in letterbox.taken.values()),
            strange=load.strange + noticed,
        )


def waiting_mails() -> int:
    with psycopg.connect(DATABASE_URL, autocommit=True) as database:
        waiting = "SELECT count(*) FROM board_notice WHERE state = 'pending'"
        return database.execute(waiting).fetchone()[0]


def _boards(database: psycopg.Connection) -> list[int]:
    return [board for (board,) in database.execute("SELECT id FROM board_board")]


def _misplaced(database: psycopg.Connection, load: SteadyLoad) -> int:
    """Cards that do not stand where they were moved to last."""
    asked = "SELECT key, number, column_id FROM board_card JOIN board_board ON board_id = board_board.id"
    there = {(key, number): column for key, number, column in database.execute(asked)}
    return sum(
        there[mover.board, number] != column
        for mover in load.movers
        for number, column in mover.cards.items()
    )


def _over(database: psycopg.Connection, board: int) -> int:
    """How many moves ended with more cards in a column than its limit, told by the events."""
    most = dict(database.execute(LIMITS, [board]).fetchall())
    assert most, "there are no limits"
    count: Counter[int] = Counter()
    over = 0
    for before, after in database.execute(MOVES, [board]):
        count[before] -= 1
        count[after] += 1
        over += after in most and count[after] > most[after]
    return over
