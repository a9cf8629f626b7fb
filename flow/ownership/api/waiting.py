"""Which cards wait for another team, and what a card touches."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Router
from pydantic import BaseModel, Field

from board.access import editable_card, visible_board, visible_boards, visible_card
from board.api.tokens import ApiRequest
from board.api.values import BoardKey, CardNumber, Reference, RequestBody, example
from board.models import Card
from flow.ownership.api.days import OfOwnershipDays, days_asked
from flow.ownership.api.names import component_named
from flow.ownership.models import ExpectedTouch
from flow.ownership.readings import components_of
from flow.ownership.teams_of_cards import TeamsOfBoards, touched_by
from flow.ownership.waiting import WaitingCard, WaitingForTeams

router = Router(tags=["Ownership"], by_alias=True)


class WaitingCardAnswer(BaseModel):
    card: str
    title: str
    team: str | None = Field(description="Whose card it is; null: nobody can say.")
    waits_for: str
    reason: str
    since: datetime
    days: int = Field(description="Days that count on the board, both ends counted.")


class CardToAskAnswer(BaseModel):
    card: str
    title: str
    needs: list[str] = Field(description="Other teams that own what it touches.")
    components: list[str] = Field(description="What it touches of theirs.")


class WaitingPairAnswer(BaseModel):
    team: str | None
    waits_for: str
    days: int = Field(description="Of all its cards together, in these days.")
    cards: int


class WaitingForTeamsAnswer(BaseModel):
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    cards: list[WaitingCardAnswer] = Field(description="Those that wait now.")
    on_us: list[WaitingCardAnswer] = Field(
        description="Cards of other boards of yours that wait for a team of this board now."
    )
    to_ask: list[CardToAskAnswer] = Field(
        description="Cards that are not started and need another team: ask it first."
    )
    pairs: list[WaitingPairAnswer]


class TouchedAnswer(BaseModel):
    """The components of a card, and the other teams that it needs."""

    card: str
    changed: list[str] = Field(description="Components that its changes touch.")
    expected: list[str] = Field(description="Components that somebody expects it to touch.")
    needs: list[str] = Field(description="Other teams that own one of them.")


class ExpectedComponents(RequestBody):
    model_config = example(components=["billing"])

    components: Annotated[list[Reference], Field(max_length=30)]


@router.get(
    "/boards/{key}/ownership/waiting",
    response=WaitingForTeamsAnswer,
    summary="Waiting for another team",
)
def list_waiting_for_teams(request: ApiRequest, key: BoardKey, asked: OfOwnershipDays):
    """Cards that wait now, the longest wait first; and the days of each two teams."""
    board = visible_board(request.auth, key)
    window = days_asked(board, asked.first, asked.last)
    waiting = WaitingForTeams(board, window)
    seen = set(visible_boards(request.auth).order_by().values_list("pk", flat=True))
    return WaitingForTeamsAnswer(
        first=window.first,
        last=window.last,
        cards=[_card(each) for each in waiting.now],
        on_us=[_card(each) for each in waiting.on_us if each.card.board_id in seen],
        to_ask=[
            CardToAskAnswer(
                card=each.card.key,
                title=each.card.title,
                needs=[team.name for team in each.needs],
                components=[part.name for part in each.components],
            )
            for each in waiting.to_ask
        ],
        pairs=[
            WaitingPairAnswer(
                team=each.team.name if each.team else None,
                waits_for=each.waits_for.name,
                days=each.days,
                cards=each.cards,
            )
            for each in waiting.pairs
        ],
    )


@router.get(
    "/boards/{key}/cards/{number}/components", response=TouchedAnswer, summary="What a card touches"
)
def show_touched(request: ApiRequest, key: BoardKey, number: CardNumber):
    """Show the components of its changes, and the expected ones."""
    return _touched(visible_card(request.auth, key, number))


@router.put(
    "/boards/{key}/cards/{number}/components",
    response=TouchedAnswer,
    summary="Say what a card is going to touch",
)
def expect_touched(
    request: ApiRequest, key: BoardKey, number: CardNumber, asked: ExpectedComponents
):
    """Before anybody changes them: then the card says which other team it needs."""
    card = editable_card(request.auth, key, number)
    known = components_of(card.board)
    wanted = [component_named(known, each, "components") for each in asked.components]
    ExpectedTouch.say(card, wanted, by=request.auth)
    return _touched(card)


def _touched(card: Card) -> TouchedAnswer:
    touched = touched_by([card.pk]).get(card.pk)
    people = list(card.assignees.values_list("pk", flat=True))
    teams = TeamsOfBoards([card.board])
    needs = teams.others(card.board_id, people, touched.all) if touched else []
    parts: dict[str, Any] = {"changed": [], "expected": []}
    if touched:
        parts["changed"] = sorted(each.name for each in touched.changed.values())
        parts["expected"] = sorted(each.name for each in touched.expected.values())
    return TouchedAnswer(card=card.key, needs=[team.name for team in needs], **parts)


def _card(each: WaitingCard) -> WaitingCardAnswer:
    return WaitingCardAnswer(
        card=each.card.key,
        title=each.card.title,
        team=each.team.name if each.team else None,
        waits_for=each.waits_for.name,
        reason=each.reason,
        since=each.since,
        days=each.days,
    )
