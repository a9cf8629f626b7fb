"""The cards of the demo board: a harbour's booking system, its team of six, 33 cards."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from board.models import Service

KEY, NAME = "SLU", "Harbour"

PEOPLE = {
    "ada": "Ada Lovelace",
    "alan": "Alan Turing",
    "barbara": "Barbara Liskov",
    "grace": "Grace Hopper",
    "katherine": "Katherine Johnson",
    "margaret": "Margaret Hamilton",
}

COLUMNS = [
    ("Ideas", "queue"),
    ("Ready", "queue"),
    ("Build Doing", "active"),
    ("Build Done", "waiting"),
    ("Review", "active"),
    ("Release", "active"),
    ("Done", "done"),
]

BUILD = ["Build Doing", "Build Done"]  # under one header, with one limit

LIMITS = {"Ready": 6, "Build": 4, "Review": 3, "Release": 2}
FIRST_LIMITS = {"Build": 9, "Review": 7, "Release": 5}  # as the team began, before it lowered them

PACES = {  # what its history will say; a test compares
    "Build Doing": (5, 7, 9, 12),
    "Build Done": (6, 7, 9, 12),
    "Review": (8, 10, 12, 14),
    "Release": (9, 11, 13, 15),
}


@dataclass(frozen=True)
class DemoCard:
    """A card and its way: each step is how many days ago it entered a column, or Build.

    What has left Build was done there for a while before; so is a card that is `built`.
    """

    title: str
    way: list[tuple[float, str]]
    labels: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    service: Service = Service.STANDARD
    due_in: int | None = None
    blocked: tuple[float, str] | None = None
    blocks: Sequence[tuple[float, float, str]] = ()  # from, until, why: over by now
    override: str = ""
    built: float | None = None  # how many days ago, of a card that waits for its review

    @property
    def steps(self) -> list[tuple[float, str]]:
        """The way by columns, of which Build has two."""
        doing, done = BUILD
        steps: list[tuple[float, str]] = []
        for ago, where in self.way:
            if steps and steps[-1][1] == doing:
                waited = min(0.5, (steps[-1][0] - ago) / 3)
                steps.append((ago + waited, done))
            steps.append((ago, doing if where == "Build" else where))
        return steps if self.built is None else [*steps, (self.built, done)]


def _idea(title: str, *labels: str, ago: float, **facts) -> DemoCard:
    return DemoCard(title, [(ago, "Ideas")], list(labels), **facts)


def _ready(title: str, *labels: str, ago: float, **facts) -> DemoCard:
    return DemoCard(title, [(ago + 9, "Ideas"), (ago, "Ready")], list(labels), **facts)


def _build(title: str, label: str, who: str, *, ago: float, **facts) -> DemoCard:
    return DemoCard(title, [(ago + 6, "Ready"), (ago, "Build")], [label], [who], **facts)


def _review(
    title: str, label: str, who: list[str], *, started: float, ago: float, **facts
) -> DemoCard:
    way = [(started + 5, "Ready"), (started, "Build"), (ago, "Review")]
    return DemoCard(title, way, [label], who, **facts)


def _done(title: str, *, took: float, ago: float) -> DemoCard:
    start = ago + took - 1
    way = [(start + 4, "Ready"), (start, "Build"), (ago + took / 3, "Review"), (ago, "Done")]
    return DemoCard(title, way)


CARDS = [
    _done("Print the mooring slip", took=7, ago=12),
    _done("Name the card in each commit", took=2, ago=16),
    _done("A list of who reviews when", took=9, ago=10),
    _done("Shorter sign-up form", took=5, ago=11),
    _done("Import berths from a sheet", took=17, ago=10),
    _done("News on the start page", took=3, ago=7),
    _done("Night rate for visitors", took=8, ago=6),
    _done("Season passes renew", took=12, ago=5),
    _done("Search by boat length", took=4, ago=4.2),
    _done("VAT is rounded once", took=2, ago=3.3),
    _done("Email when a berth is ready", took=6, ago=3),
    DemoCard(
        "Skippers can pay in instalments",
        [(14, "Ready"), (10, "Build"), (6, "Review"), (2.5, "Release")],
        ["billing"],
        ["barbara"],
    ),
    DemoCard(
        "Payments fail at Pier 4",
        [(1.3, "Build"), (1.1, "Release")],
        [],
        ["alan"],
        service=Service.EXPEDITE,
    ),
    _review("The waiting list offers a freed berth", "booking", ["ada"], started=11, ago=2.6),
    _review("Prices with and without VAT", "prices", ["katherine"], started=8, ago=2.4),
    _review("Rotate the backup keys", "infra", [], started=4, ago=2.2, service=Service.INTANGIBLE),
    _build(
        "Send manifests to the customs sandbox",
        "api",
        "ada",
        ago=10,
        blocked=(5, "customs has not sent the key"),
    ),
    _build("Invoices for boats that stay past midnight", "billing", "grace", ago=13, built=1.8),
    _build("Two-step sign-in for harbour masters", "sign-in", "margaret", ago=4, built=0.6),
    _build("Berth map loads in under a second", "map", "katherine", ago=3),
    DemoCard(
        "Port audit export as a signed PDF",
        [(7, "Ready"), (0.2, "Build")],
        [],
        ["alan"],
        due_in=2,
        override="the auditor leaves in two days",
    ),
    _ready(
        "Winter tariffs apply from their first day",
        "prices",
        ago=3,
        service=Service.FIXED_DATE,
        due_in=8,
    ),
    _ready("Change a booking without losing the berth", "booking", ago=2.8),
    _ready("A deposit goes back to the card it came from", "billing", ago=2.7),
    _ready("Replace the old PDF renderer", "debt", ago=2.3, service=Service.INTANGIBLE),
    _ready("Skipper sees why a berth is refused", "booking", ago=2.1),
    _idea(
        "Show tide times in the arrival mail",
        ago=12,
        service=Service.FIXED_DATE,
        due_in=18,
    ),
    _idea("Let harbour masters close a berth for a day", "berths", ago=11),
    _idea("Remove the flag instalments", ago=9, due_in=40),
    _idea("Ask skippers why they cancel", "research", ago=8),
    _idea("Map: show the depth at low water", "map", ago=5),
    _idea("Group bookings for regattas", "booking", ago=4),
    _idea("Offline list for the dock office", "mobile", ago=3.5),
]
