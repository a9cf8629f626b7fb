"""The alerts of a board, for programs."""

from datetime import date, datetime

from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from board.access import visible_board
from board.api.answers.pages import Page, PageNumber, page_of_items
from board.api.tokens import ApiRequest
from board.api.values import BoardKey
from flow.alerts.models import Alert
from flow.alerts.shown import ShownAlert, shown

router = Router(tags=["Flow"], by_alias=True)


class AlertAnswer(BaseModel):
    """A threshold that is crossed, by a card, a limit or something with a page of its own."""

    id: int
    kind: str
    number: int | None = Field(description="That of the card; null for a limit.")
    title: str | None
    address: str = Field(description="The page of what is no card and no limit; else empty.")
    limit_id: int | None
    column: str | None
    since: date
    age: int | None
    words: str
    raised_at: datetime
    snoozed_until: date | None
    snoozed_because: str


@router.get("/{key}/alerts", response=Page[AlertAnswer], summary="Alerts")
def list_alerts(request: ApiRequest, key: BoardKey, page: PageNumber = 1):
    """List the open alerts, the most urgent first; snoozed ones too."""
    board = visible_board(request.auth, key)
    rows = shown(board, Alert.objects.of(board).standing(), timezone.now())
    return page_of_items(Page[AlertAnswer], rows, page, _answer)


def _answer(row: ShownAlert) -> AlertAnswer:
    alert = row.alert
    return AlertAnswer(
        id=alert.pk,
        kind=alert.kind,
        number=alert.card.number if alert.card else None,
        title=alert.card.title if alert.card else alert.title or None,
        address=alert.address,
        limit_id=alert.limit_id,
        column=alert.column.name if alert.column else None,
        since=alert.since,
        age=row.age,
        words=row.says,
        raised_at=alert.raised_at,
        snoozed_until=alert.snoozed_until,
        snoozed_because=alert.snoozed_because,
    )
