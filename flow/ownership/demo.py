"""The ownership of the demo board: a second board, Dock office, whose team owns billing and waits for
Harbour as Harbour waits for it, and what nights have counted."""

from datetime import datetime, timedelta

from django.utils import timezone

from board.models import Block, Board, Card, Person
from flow.delivery.models import Change, Component, Team
from flow.ownership.count import count_night
from flow.ownership.models import CodeownersFile, ExpectedTouch, OwnershipReview, TeamWait
from flow.ownership.models.review import quarter_of
from flow.ownership.readings import components_of

KEY, NAME = "DOCK", "Dock office"
COLUMNS = [("To do", "queue"), ("Doing", "active"), ("Done", "done")]
ADDRESS = "dock@harbour.example"
OWNED = "billing"
NEEDED_BY = "A deposit goes back to the card it came from"
WAITS, WHY, SINCE = "Read the season from the api", "The api has no season yet", timedelta(4)
MONTHS = 3
CODEOWNERS = """# Who is asked for a review
*          @harbour/harbour
/api/      @harbour/harbour
/src/      @harbour/dock-office
*.md
"""


def add_to(board: Board, owner: Person) -> None:
    """Dock office owns billing and makes two of three of its changes; a card waits for each team."""
    components = {each.name: each for each in components_of(board)}
    there = Board.objects.filter(key=KEY).first()
    if OWNED not in components or (there and there.name != NAME):
        return
    if there:
        there.erase()
    billing = components[OWNED]
    dock = _dock_office(billing, owner, timezone.now().astimezone(board.zone))
    billing.revise(team=dock)
    _share_changes(billing)
    for repository in {each.repository for each in components.values()}:
        CodeownersFile.store(repository, CODEOWNERS, by=owner)
    for block in Block.objects.standing().filter(card__board=board)[:1]:
        TeamWait.keep(block, dock)
    ExpectedTouch.say(Card.objects.get(board=board, title=NEEDED_BY), [billing], by=owner)
    today = board.day_of(timezone.now())
    _answer([components["api"], components["web"]], quarter_of(today), owner)
    last = today - timedelta(1)
    for _month in range(MONTHS):
        count_night(board, last)
        last = last.replace(day=1) - timedelta(1)


def _dock_office(billing: Component, owner: Person, now: datetime) -> Team:
    """The team on its own board, where a card waits for the team of the api."""
    board = Board.make(NAME, key=KEY, by=owner, columns=COLUMNS, time_zone=str(now.tzinfo))
    doing = board.columns.get(name="Doing")
    card = board.create_card(WAITS, by=owner, column=doing)
    card.block(reason=WHY, by=owner, keeps=[lambda block: TeamWait.keep(block, billing.team)])
    _date_back(board, card, now - SINCE)
    return Team.make(board, NAME, addresses=[ADDRESS])


def _date_back(board: Board, card: Card, at: datetime) -> None:
    """Let all that happened on the board, to this one card, have happened then."""
    Board.objects.filter(pk=board.pk).update(made_at=at)
    Card.objects.filter(pk=card.pk).update(created_at=at, arrived_at=at, started_at=at)
    card.stays.update(entered_at=at)
    card.blocks.update(blocked_at=at)
    board.events.update(at=at)


def _share_changes(billing: Component) -> None:
    changes = Change.objects.filter(in_components__component=billing).order_by("pk")
    every = list(changes.values_list("pk", flat=True))
    own = [pk for nth, pk in enumerate(every) if nth % 3]
    Change.objects.filter(pk__in=own).update(author=ADDRESS)


def _answer(components: list[Component], quarter: str, owner: Person) -> None:
    for component in components:
        OwnershipReview.answer(
            component,
            quarter,
            by=owner,
            deploys_alone=component.name != "api",
            owns_layers=True,
            owns_contracts=False,
            answers_incidents=True,
            note="The booking api has one version, so web must follow on the same day.",
        )
