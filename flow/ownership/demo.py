"""The ownership of the demo board: a team that the board waits for, and what nights have counted."""

from datetime import timedelta

from django.utils import timezone

from board.models import Block, Board, Person
from flow.delivery.models import Change, Team
from flow.ownership.counted import count_night
from flow.ownership.models import CodeownersFile, OwnershipReview, TeamWait
from flow.ownership.models.review import quarter_of
from flow.ownership.readings import components_of

DOCK = "dock@harbour.example"
MONTHS = 3
CODEOWNERS = """# Who is asked for a review
*          @harbour/harbour
/api/      @harbour/harbour
/src/      @harbour/dock-office
*.md
"""


def tell(board: Board, owner: Person) -> None:
    """Dock office makes a third of the changes of billing; a card waits for it."""
    components = components_of(board)
    if not components:
        return
    dock = Team.make(board, "Dock office", addresses=[DOCK])
    billing = [each for each in components if each.name == "billing"]
    changes = Change.objects.filter(in_components__component__in=billing).order_by("pk")
    Change.objects.filter(pk__in=list(changes.values_list("pk", flat=True))[::3]).update(
        author=DOCK
    )
    for repository in {each.repository for each in components}:
        CodeownersFile.tell(repository, CODEOWNERS, by=owner)
    for block in Block.objects.standing().filter(card__board=board)[:1]:
        TeamWait.keep(block, dock)
    today = board.day_of(timezone.now())
    for component in components[:2]:
        OwnershipReview.answer(
            component,
            quarter_of(today),
            by=owner,
            deploys_alone=component.name != "api",
            owns_layers=True,
            owns_contracts=False,
            answers_incidents=True,
            note="The booking api has one version, so web must follow on the same day.",
        )
    last = today - timedelta(1)
    for _month in range(MONTHS):
        count_night(board, last)
        last = last.replace(day=1) - timedelta(1)
