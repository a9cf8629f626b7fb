"""Boards made up by chance, as plain values: thousands in the time that one takes to be told.

They hold what histories told by the verbs hold, and what these rarely do: columns archived between
any others, cards given back where they stand, blocks that overlap, moments at midnight.
"""

from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.flow.oracle.values import PlainBlock, PlainBoard, PlainCard, PlainColumn, PlainStay

ZONES = ("UTC", "Europe/Brussels", "America/New_York", "Pacific/Auckland")
CALENDARS = ((frozenset(), ""), (frozenset({5, 6}), ""), (frozenset({4, 5}), "BE"))
CLOCK_CHANGES = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))


def a_board(seed: int, *, works_every_day: bool = False) -> PlainBoard:
    """The board of this seed, with a few cards and some weeks behind it."""
    dice = Random(seed)
    columns = _columns(dice)
    zone = dice.choice(ZONES)
    begin = dice.choice(CLOCK_CHANGES) - timedelta(days=dice.randint(0, 20))
    days_off, holidays_of = CALENDARS[0] if works_every_day else dice.choice(CALENDARS)
    walks = [_Walk(dice, columns, zone, begin) for _ in range(dice.randint(1, 7))]
    now = max(walk.now for walk in walks) + timedelta(hours=dice.randint(1, 90))
    return PlainBoard(
        columns=tuple(columns),
        cards=tuple(walk.card(number) for number, walk in enumerate(walks, 1)),
        now=now,
        zone=zone,
        days_off=days_off,
        holidays_of=holidays_of,
    )


def _columns(dice: Random) -> list[PlainColumn]:
    stages = ["queue"] * dice.choice([0, 1, 1, 2, 2])
    stages += [dice.choice(["active", "active", "waiting"]) for _ in range(dice.randint(1, 3))]
    stages += ["done"] * dice.choice([1, 1, 2])
    ids = dice.sample(range(1, 50), len(stages) + 2)
    columns = [PlainColumn(ids[place], stage, place) for place, stage in enumerate(stages)]
    for id in ids[len(stages) :][: dice.choice([0, 0, 1, 2])]:
        stage = dice.choice(["queue", "active", "waiting", "done"])
        columns.append(PlainColumn(id, stage, dice.randint(0, len(stages)), archived=True))
    return columns


class _Walk:
    """What happens to one card, step by step."""

    def __init__(
        self, dice: Random, columns: list[PlainColumn], zone: str, begin: datetime
    ) -> None:
        self._dice = dice
        self._columns = sorted(columns, key=lambda column: column.position)
        self._zone = ZoneInfo(zone)
        self.now = begin
        self._pass_time()
        self._created = self.now - dice.choice([timedelta(0), timedelta(days=3)])
        self._stays: list[PlainStay] = []
        self._returns: list[datetime] = []
        self._blocks: list[PlainBlock] = []
        self._archived: datetime | None = None
        self._enter(dice.choice([self._columns[0], self._columns[0], dice.choice(self._columns)]))
        steps = [*[self._go_on] * 9, *[self._go_anywhere] * 3, self._change_lane]
        steps += [self._give_back, self._archive, self._restore, self._restore, self._block]
        for _step in range(dice.randint(0, 9)):
            self._pass_time()
            dice.choice(steps)()

    def card(self, number: int) -> PlainCard:
        return PlainCard(
            number,
            self._created,
            tuple(self._stays),
            tuple(self._returns),
            self._archived,
            tuple(self._blocks),
        )

    def _pass_time(self) -> None:
        days = self._dice.choice([0, 0.0001, 0.2, 0.8, 1, 2, 9]) * self._dice.random()
        self.now += timedelta(days=days, microseconds=1)
        if self._dice.random() < 0.15:
            there = self.now.astimezone(self._zone).date() + timedelta(days=1)
            self.now = datetime.combine(there, time(), self._zone).astimezone(UTC)

    def _enter(self, column: PlainColumn) -> None:
        self._stays.append(PlainStay(column.id, self.now))

    def _leave(self) -> PlainColumn:
        last = self._stays[-1]
        self._stays[-1] = PlainStay(last.column, last.entered, self.now)
        return next(column for column in self._columns if column.id == last.column)

    def _go_on(self) -> None:
        if not self._archived:
            place = self._columns.index(self._leave())
            self._enter(self._columns[min(place + 1, len(self._columns) - 1)])

    def _go_anywhere(self) -> None:
        if not self._archived:
            self._leave()
            self._enter(self._dice.choice(self._columns))

    def _change_lane(self) -> None:
        if not self._archived:
            self._enter(self._leave())

    def _give_back(self) -> None:
        """Mostly to a queue column; or where it stands, or to what has become another stage."""
        if self._archived:
            return
        self._returns.append(self.now)
        queues = [column for column in self._columns if column.stage == "queue"]
        if self._dice.random() < 0.7:
            self._leave()
            anywhere = self._dice.random() < 0.1
            self._enter(self._dice.choice(self._columns if anywhere or not queues else queues))

    def _archive(self) -> None:
        if not self._archived:
            self._leave()
            self._archived = self.now

    def _restore(self) -> None:
        if self._archived:
            self._archived = None
            last = self._stays[-1].column
            same = next(column for column in self._columns if column.id == last)
            self._enter(self._dice.choice([same, same, self._dice.choice(self._columns)]))

    def _block(self) -> None:
        for _block in range(self._dice.choice([1, 1, 2])):
            begun = self.now - timedelta(days=3 * self._dice.random())
            ended = begun + timedelta(days=2 * self._dice.random())
            self._blocks.append(PlainBlock(begun, self._dice.choice([None, ended, ended])))
