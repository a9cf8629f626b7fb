"""An event log of three years of work: about five stays a card, and a tenth of the cards reopened."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

COLUMNS = {
    "Ideas": "queue",
    "Ready": "queue",
    "Build": "active",
    "Review": "waiting",
    "Release": "active",
    "Done": "done",
}
DAYS_IN = {"Ideas": 6.0, "Ready": 2.5, "Build": 3.0, "Review": 1.5, "Release": 1.0}
DAYS = 3 * 365
STAYS = 5  # of a card, on average
REOPENED = 0.1
SEED = 20_261_125


def write_log(path: Path, cards: int, now: datetime) -> int:
    """Write the rows of so many cards, by time as a tool writes them; returns how many there are."""
    rows = sorted(_rows(cards, Random(SEED), now))
    with path.open("w", newline="", encoding="utf-8") as file:
        log = csv.writer(file)
        log.writerow(["case_id", "activity", "timestamp"])
        log.writerows((f"case {card:06}", column, at.isoformat()) for at, card, column in rows)
    return len(rows)


def _rows(cards: int, dice: Random, now: datetime) -> Iterator[tuple[datetime, int, str]]:
    """Each row: when, which card, into which column."""
    until = now.astimezone(UTC).replace(microsecond=0) - timedelta(hours=1)
    begin = until - timedelta(days=DAYS)
    written = 0
    for card in range(cards):
        behind = STAYS * card - written > STAYS
        at = begin + timedelta(seconds=86_400 * DAYS * card // cards)
        for column in _way(dice, goes_back=behind):
            if at >= until:
                break
            yield at, card, column
            written += 1
            at += timedelta(seconds=int(86_400 * dice.expovariate(1 / DAYS_IN.get(column, 20))) + 1)


def _way(dice: Random, *, goes_back: bool) -> list[str]:
    """The columns of a card until it is done; behind the average, a card goes back once."""
    skipped = {"Ideas"} if dice.random() < 0.2 else {"Release"}
    skipped |= {"Ready"} if dice.random() < 0.2 else set()
    way = [column for column in COLUMNS if column not in skipped]
    if goes_back:
        at = way.index("Review") + 1
        way[at:at] = ["Build", "Review"]
    return [*way, "Build", "Done"] if dice.random() < REOPENED else way
