"""What must not grow: page, drop and placement, with more options and with a long history."""

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from board.models import Board, Card, Membership, Person, Role
from tests.bench import load, measures
from tests.bench.boards import Ground, grown, prepare
from tests.bench.database import freshen

OPEN = (100, 1_000, 5_000)
FINISHED = (0, 100_000)
LISTS = (30, 300)
CROWD = (500, 50)  # boards, and the members of each

took: dict[str, float] = {}  # the p50 of a deed at the smallest size, in milliseconds


def report(port: int, people: list[Person], tokens: list[str]) -> None:
    """Each size beside the smallest."""
    print()
    sizes = [(size, finished) for finished in FINISHED for size in OPEN]
    boards = {each: grown(*each, people, tokens) for each in sizes}
    freshen()
    for name, ask in (("page", _page), ("drop", _drop), ("placement", _placement)):
        for (size, finished), ground in boards.items():
            p50 = measures.one_user(port, ask(ground)).p50
            first = took.setdefault(name, p50)
            label = f"{name}, {size:,} open, {finished:,} finished"
            _line(label, f"{p50:.1f} ms", f"{p50 / first:.2f}x of the first, <= 1.2x")
    _lists(port)


def deeds(ground: Ground, card: Card) -> Iterator[tuple[str, Callable[[], object], float]]:
    """A drop and a placement as a browser asks for them in this process, and what they took."""
    browser, goals = (
        Client(HTTP_HOST="127.0.0.1"),
        [ground.column("Review"), ground.column("Build")],
    )
    browser.force_login(ground.people[0])
    address = {"key": ground.board.key, "number": card.number}
    headers = {"HX-Request": "true"}

    def drop() -> None:
        goals.reverse()
        move = reverse("move", kwargs=address)
        _well(browser.post(move, {"column": goals[0]}, headers=headers))

    def placement() -> None:
        _well(browser.get(reverse("placement", kwargs=address), headers=headers))

    yield "the statements of a drop alone", drop, took["drop"]
    yield "those of a placement alone", placement, took["placement"]


def _lists(port: int) -> None:
    """The lists of 30 boards and of 300, eight cards and three limits on each."""
    for page in ("/", "/flow/"):
        first = None
        for number in LISTS:
            person = Person.objects.create_user(f"lists-{number}-{len(page)}@example.org")
            for nth in range(number):
                _small(f"L{len(page)}{number}N{nth}", person)
            freshen()
            p50 = measures.one_user(port, [load.page(page, measures.session_of(person))]).p50
            first = first or p50
            _line(f"{page} with {number} boards", f"{p50:.1f} ms", f"{p50 / first:.2f}x, <= 5x")

    _crowd(port)


def _crowd(port: int) -> None:
    """The list of many boards with many members."""
    boards, members = CROWD
    people = [Person.objects.create_user(f"crowd-{nth}@example.org") for nth in range(members)]
    made = [_small(f"C{nth}", people[0]) for nth in range(boards)]
    Membership.objects.bulk_create(
        Membership(board=board, person=person, role=Role.MEMBER)
        for board in made
        for person in people[1:]
    )
    freshen()
    p50 = measures.one_user(port, [load.page("/", measures.session_of(people[0]))]).p50
    _line(f"/ with {boards} boards of {members} members", f"{p50:.1f} ms", "<= 150 ms")


def _small(key: str, person: Person) -> Board:
    ground = prepare(key, 8, [person], [])
    return ground.board


def _page(ground: Ground) -> list[str]:
    session = measures.session_of(ground.people[1])
    return [load.page(reverse("board", args=[ground.board.key]), session)]


def _drop(ground: Ground) -> list[str]:
    return measures.drops_to_and_fro(ground, ground.cards_in("Build")[:20])


def _placement(ground: Ground) -> list[str]:
    session = measures.session_of(ground.people[1])
    return [
        load.fragment(reverse("placement", args=[ground.board.key, card.number]), session)
        for card in ground.cards_in("Build")[:20]
    ]


def _well(answer: HttpResponse) -> None:
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code}: {answer.content[:200]!r}")


def _line(name: str, *cells: str) -> None:
    print(f"{name:<44}" + "".join(f"{cell:>28}" for cell in cells), flush=True)
