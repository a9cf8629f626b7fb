"""What the team of the demo board does and wants, in two weeks and a morning.

The board works by the clock of Brussels from Monday to Friday; Wednesday 11 November is a holiday.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from board.models import Board, Card, Person, Role, Terms
from flow.alerts.models import Alert
from tests.cast import COLUMNS
from tests.flow.alerts.walk.promises import Promises, Wish

ZONE = ZoneInfo("Europe/Brussels")
OWNER = "owner@sluice.example"
NEW_YORK_NIGHT = (time(18), time(8))

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(2, 9)  # of November 2026
NEXT_MONDAY, NEXT_TUESDAY, HOLIDAY, NEXT_THURSDAY, NEXT_FRIDAY = range(9, 14)
LAST_MONDAY = 16


def at(day: int, clock: str) -> datetime:
    """A moment of November by the clock of the board."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), ZONE)


AWAY = (at(NEXT_THURSDAY, "16:30"), at(NEXT_FRIDAY, "09:30"))  # no beat and no worker runs
DAYS = range(MONDAY, LAST_MONDAY + 1)
CLOCK = ["00:00", "08:30", "10:00", "14:00", "16:00"]
CLOCK_OF_A_DAY_OFF = ["00:00", "08:30", "16:00"]
ALMOST = [at(MONDAY, "08:27"), at(MONDAY, "13:57")]  # the digest is due, Grace gets up


class Story:
    """The board Harbour, and Lighthouse, on which nothing happens."""

    def __init__(self) -> None:
        call_command("demo", verbosity=0)
        self.hedy = Person.objects.create_user("hedy@harbour.example", name="Hedy Lamarr")
        self.vera = Person.objects.create_user("vera@harbour.example", name="Vera Rubin")
        self.wim = Person.objects.create_user("wim@harbour.example", name="Wim Ebbinkhuijsen")
        self.promises = Promises({})

    def begin(self) -> None:
        """Before beat rings for the first time."""
        ada, board = self.who("ada"), self.board
        for other in Board.objects.exclude(pk=board.pk):  # the demo's second one, with other people
            other.archive(by=other.memberships.filter(role=Role.LEAD)[0].person)
        board.switch_practices(by=ada, delivery=False, improvement=False)  # tested elsewhere
        board.revise(by=ada, time_zone=ZONE.key, days_off=[5, 6], holidays_of="BE")
        board.add_member(self.hedy, Role.MEMBER, by=ada)
        board.add_member(self.vera, Role.VIEWER, by=ada)
        board.add_member(self.wim, Role.VIEWER, by=ada)
        lighthouse = Board.make("Lighthouse", key="LH", by=ada, columns=COLUMNS)
        lighthouse.create_card("Light it", by=ada, column=lighthouse.columns.get(name="Ideas"))
        seats = board.memberships.select_related("person")
        self.promises.roles |= {seat.person.email: seat.role for seat in seats}
        Person.objects.filter(email="grace@harbour.example").update(time_zone="America/New_York")
        self.wishes(OWNER, "at_once")
        self.wishes("ada", "at_once")
        self.wishes("grace", "at_once", NEW_YORK_NIGHT)
        self.wishes("katherine", "digest")
        self.wishes("alan", "nothing")
        self.wishes("barbara", "at_once")
        self.wishes("vera", "at_once")
        self.watches("vera", "Prices with and without VAT")
        self.watches("barbara", "Send manifests to the customs sandbox")

    @property
    def acts(self) -> dict[datetime, Callable[[], None]]:
        return {
            at(TUESDAY, "10:00"): self.put_it_off,
            at(WEDNESDAY, "10:00"): self.somebody_else_wants_to_hear,
            at(WEDNESDAY, "16:00"): self.let_a_card_past_the_limit_of_review,
            at(THURSDAY, "10:00"): self.somebody_leaves,
            at(FRIDAY, "10:00"): self.finish_one_and_unblock_another,
            at(FRIDAY, "16:00"): self.move_one_on_and_let_another_past_the_limit_of_build,
            at(NEXT_MONDAY, "10:00"): self.block_two,
            at(NEXT_MONDAY, "16:00"): self.make_room_in_build,
            at(NEXT_TUESDAY, "10:00"): self.give_a_card_to_somebody,
            at(NEXT_TUESDAY, "16:00"): self.unblock_one_and_promise_another,
            at(NEXT_THURSDAY, "10:00"): self.return_a_card,
            at(NEXT_THURSDAY, "16:00"): self.pull_it_again,
            at(NEXT_FRIDAY, "09:00"): self.finish_one_while_the_workers_are_away,
        }

    # What happens

    def put_it_off(self) -> None:
        """Grace, who works on it, sleeps, and has not heard of it yet."""
        alert = Alert.objects.get(kind="expected", card=self.card("Invoices for boats"))
        self.by("ada").post(
            f"/boards/SLU/alerts/{alert.pk}/snooze/",
            {"until": "2026-11-06", "because": "the tide decides"},
        )
        self.promises.snoozed["expected", alert.card.number] = date(2026, 11, FRIDAY)

    def somebody_else_wants_to_hear(self) -> None:
        self.wishes("hedy", "at_once")
        self.watches("hedy", "Skippers can pay in instalments")
        self.watches("hedy", "Berth map loads in under a second")

    def let_a_card_past_the_limit_of_review(self) -> None:
        self.pull("Two-step sign-in", "Review", by="grace", because="the course starts tomorrow")

    def somebody_leaves(self) -> None:
        barbara = self.who("barbara")
        self.board.remove_member(barbara, by=self.who("ada"))
        del self.promises.roles[barbara.email]

    def finish_one_and_unblock_another(self) -> None:
        self.pull("Skippers can pay in instalments", "Done", by="ada")
        self.card("Send manifests").unblock(by=self.who("ada"))

    def move_one_on_and_let_another_past_the_limit_of_build(self) -> None:
        self.pull("Prices with and without VAT", "Release", by="katherine")
        self.pull("Winter tariffs", "Build Doing", by="ada", because="it is almost winter")

    def block_two(self) -> None:
        for title in ("Berth map loads", "Rotate the backup keys"):
            self.card(title).block(reason="the network is down", by=self.who("katherine"))

    def make_room_in_build(self) -> None:
        self.pull("Invoices for boats", "Done", by="grace")

    def give_a_card_to_somebody(self) -> None:
        self.card("Rotate the backup keys").assign(self.who("grace"), by=self.who("ada"))

    def unblock_one_and_promise_another(self) -> None:
        ada = self.who("ada")
        self.card("Rotate the backup keys").unblock(by=ada)
        self.card("A deposit goes back").revise(due_on=date(2026, 11, NEXT_FRIDAY), by=ada)

    def return_a_card(self) -> None:
        self.card("Port audit export").return_to_backlog(by=self.who("alan"))

    def pull_it_again(self) -> None:
        self.pull("Port audit export", "Build Doing", by="alan")

    def finish_one_while_the_workers_are_away(self) -> None:
        self.pull("Rotate the backup keys", "Done", by="grace")

    def unsubscribe(self, link: str) -> None:
        """As a mail program does it, for Margaret: one POST, by nobody who has signed in."""
        path = "/" + link.split("/", 3)[3]
        browser = Client(enforce_csrf_checks=True)
        assert browser.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        self.promises.wishes["margaret@harbour.example"] = Wish("nothing", timezone.now())

    # Who and what

    @property
    def board(self) -> Board:
        return Board.objects.get(key="SLU")

    def who(self, name: str) -> Person:
        return Person.objects.get(email=name if "@" in name else f"{name}@harbour.example")

    def by(self, name: str) -> Client:
        browser = Client()
        browser.force_login(self.who(name))
        return browser

    def card(self, title: str) -> Card:
        return self.board.cards.get(title__startswith=title)

    def pull(self, title: str, column: str, *, by: str, because: str = "") -> None:
        versions = {limit.pk: limit.version for limit in self.board.limits.all()}
        terms = Terms(override_reason=because, limit_versions=versions if because else {})
        to = self.board.columns.get(name=column)
        self.card(title).move_to(to, by=self.who(by), terms=terms)

    def wishes(self, name: str, how: str, quiet: tuple[time, time] | None = None) -> None:
        said = {"how": how}
        if quiet:
            said |= {"quiet_from": f"{quiet[0]:%H:%M}", "quiet_until": f"{quiet[1]:%H:%M}"}
        assert self.by(name).post("/boards/SLU/alerts/mail/", said).status_code == 302
        person = self.who(name)
        self.promises.wishes[person.email] = Wish(how, timezone.now(), quiet, person.time_zone)

    def watches(self, name: str, title: str) -> None:
        card = self.card(title)
        self.by(name).post(f"/boards/SLU/alerts/cards/{card.number}/watch/")
        self.promises.watchers.setdefault(card.number, set()).add(self.who(name).email)


def moments() -> list[datetime]:
    """When the clock is moved to, in order."""
    found = [*ALMOST, at(NEXT_FRIDAY, "09:00")]
    for day in DAYS:
        found += [at(day, clock) for clock in (CLOCK_OF_A_DAY_OFF if is_off(day) else CLOCK)]
    return sorted(each for each in found if at(MONDAY, "08:20") <= each <= at(LAST_MONDAY, "08:30"))


def is_off(day: int) -> bool:
    return day == HOLIDAY or date(2026, 11, day).weekday() > 4


def is_away(moment: datetime) -> bool:
    return AWAY[0] <= moment < AWAY[1]


# A task of each minute runs twice, and after it the one that delivers mail each half minute.
A_RING = timedelta(seconds=92)
