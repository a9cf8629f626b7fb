"""Boards to measure on: cards spread evenly over four columns, limits of three scopes."""

from dataclasses import dataclass

from django.db import connection

from board.models import ApiToken, Board, Card, Person, Role, Stay
from board.models.card.rank import spread

COLUMNS = [("Ideas", "queue"), ("Build", "active"), ("Review", "active"), ("Done", "done")]
PEOPLE = 20


@dataclass
class Ground:
    """A board, and twenty people on it with their tokens."""

    board: Board
    people: list[Person]
    tokens: list[str]

    @property
    def board_now(self) -> Board:
        return Board.objects.get(pk=self.board.pk)

    def column(self, name: str) -> int:
        return self.board.columns.get(name=name).pk

    def cards_in(self, name: str) -> list[Card]:
        cards = self.board.cards.on_the_board().filter(column__name=name)
        return list(cards.order_by("pk"))


def team() -> tuple[list[Person], list[str]]:
    people = [
        Person.objects.create_user(f"bench-{number}@example.org", name=f"Person {number}")
        for number in range(PEOPLE)
    ]
    return people, [ApiToken.issue(person) for person in people]


MORE = """
    INSERT INTO board_card (board_id, number, title, description, column_id, lane_id,
        service_class_id, rank, external_id, version, created_at, arrived_at, started_at,
        finished_at)
    SELECT board_id, number + nth, title, '', column_id, lane_id, service_class_id,
        rank || lpad(nth::text, 7, 'a'), '', 1, at, at, CASE WHEN %(finished)s THEN at END,
        CASE WHEN %(finished)s THEN at END
    FROM (SELECT * FROM board_card WHERE column_id = %(column)s ORDER BY rank LIMIT 1) AS model,
        generate_series(%(first)s, %(last)s) AS nth,
        LATERAL (SELECT now() - nth * interval '1 minute' AS at) AS moment
"""


def grown(size: int, finished: int, people: list[Person], tokens: list[str]) -> Ground:
    """A board of a hundred cards, with as many more options and finished ones as are said."""
    ground = prepare(f"G{size}K{finished // 1000}", 100, people, tokens)
    for name, number, first in (("Ideas", size - 100, 1_000), ("Done", finished, 100_000)):
        with connection.cursor() as cursor:
            cursor.execute(
                MORE,
                {
                    "column": ground.column(name),
                    "first": first,
                    "last": first + number - 1,
                    "finished": name == "Done",
                },
            )
    return ground


def prepare(key: str, size: int, people: list[Person], tokens: list[str]) -> Ground:
    """A board of this size whose limits have room, so that a move is judged and let in."""
    lead = people[0]
    board = Board.make(f"{size} cards", key=key, by=lead, columns=COLUMNS)
    for person in people[1:]:
        board.add_member(person, Role.MEMBER, by=lead)
    columns = list(board.columns.all())
    lane, service_class = board.lanes.get(), board.service_classes.first()
    made = board.made_at
    cards = [
        Card(
            board=board,
            number=number + 1,
            title=f"Card {number + 1}",
            column=columns[number % len(columns)],
            lane=lane,
            service_class=service_class,
            rank=rank,
            created_at=made,
            arrived_at=made,
            started_at=None if columns[number % len(columns)].stage == "queue" else made,
            finished_at=made if columns[number % len(columns)].is_done else None,
        )
        for number, rank in enumerate(spread(size))
    ]
    Card.objects.bulk_create(cards, batch_size=1000)
    Stay.objects.bulk_create(
        [Stay(card=card, column=card.column, lane=lane, entered_at=made) for card in cards],
        batch_size=1000,
    )
    through = Card.assignees.through
    through.objects.bulk_create(
        [
            through(card=card, person=people[number % len(people)])
            for number, card in enumerate(cards)
        ],
        batch_size=1000,
    )
    for column in columns[1:3]:
        board.limit_column(column, size, by=lead)
    board.add_limit(maximum=size, by=lead)
    board.add_limit(maximum=size, each_person=True, by=lead)
    return Ground(board, people, tokens)
