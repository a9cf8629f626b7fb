"""Card templates of a board, and the cards that recur from them."""

from datetime import date, datetime, time
from typing import Annotated, Any

from ninja import Router, Status
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema

from board.access import led_board, led_recurrence, led_template, visible_board
from board.api import lookup
from board.api.cards import Assignees, Description, Labels, Lines, Title
from board.api.tokens import ApiRequest
from board.api.values import (
    BoardKey,
    Day,
    Expected,
    Id,
    Line,
    Reference,
    RequestBody,
    RowId,
    Switch,
    example,
    length_of,
)
from board.models import Board, CardTemplate, Recurrence
from board.models.recurrence_rule import LONGEST

router = Router(tags=["Templates"])

TemplateName = Annotated[Line, StringConstraints(max_length=length_of(CardTemplate, "name"))]
Rule = Annotated[Line, StringConstraints(max_length=LONGEST)]
CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _clock(value: Any) -> Any:
    """Hours and minutes alone: pydantic would take a number of seconds, too."""
    return time.fromisoformat(value) if isinstance(value, str) and len(value) == 5 else None


TimeOfDay = Annotated[
    time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": CLOCK})
]


class TemplateBody(RequestBody):
    """The values of a card template; a value that is not given stays as it is."""

    model_config = example(title="Inspect the crane", expected_revision=1)

    name: TemplateName = Field(default="", description="Without one it is called by its title.")
    title: Title = ""
    description: Description = ""
    scenarios: Lines = []
    steps: Lines = []
    labels: Labels = []
    assignees: Assignees = []
    service_class: Reference | None = None
    expected_revision: Expected = None


class TemplateToAdd(RequestBody):
    model_config = example(title="Inspect the crane", steps=["Look at the rope"])

    name: TemplateName = Field(default="", description="Without one it is called by its title.")
    title: Title
    description: Description = ""
    scenarios: Lines = []
    steps: Lines = []
    labels: Labels = []
    assignees: Assignees = []
    service_class: Reference | None = None


class TemplateAnswer(BaseModel):
    """A template of new cards."""

    id: int
    revision: int
    name: str
    title: str
    description: str
    scenarios: list[str]
    steps: list[str]
    labels: list[str]
    assignees: list[str] = Field(description="E-mail addresses.")
    service_class: str | None = Field(description="Its name; null: the first of the board.")


class TemplatesAnswer(BaseModel):
    """The card templates of a board, by name; at most 100."""

    items: list[TemplateAnswer]


class RecurrenceBody(RequestBody):
    """The values of a recurring card; a value that is not given stays as it is."""

    model_config = example(rule="FREQ=WEEKLY;BYDAY=MO", at="09:00", expected_revision=1)

    template: RowId = Field(default=0, description="The id of a card template.")
    rule: Rule = Field(default="", description="A rule of RFC 5545 by days.")
    starts_on: Day | None = Field(default=None, description="Without one, today.")
    at: TimeOfDay = Field(default=time(9), description="By the clock of the board.")
    on: Switch = True
    expected_revision: Expected = None


class RecurrenceToAdd(RequestBody):
    model_config = example(template=1, rule="FREQ=WEEKLY;BYDAY=MO", at="09:00")

    template: RowId = Field(description="The id of a card template.")
    rule: Rule = Field(description="A rule of RFC 5545 by days.")
    starts_on: Day | None = Field(default=None, description="Without one, today.")
    at: TimeOfDay = Field(default=time(9), description="By the clock of the board.")
    on: Switch = True


class RecurrenceAnswer(BaseModel):
    """A rule by which cards are made from a template."""

    id: int
    revision: int
    template: int
    rule: str
    sentence: str
    starts_on: date
    at: Annotated[str, WithJsonSchema({"type": "string", "pattern": CLOCK})]
    on: bool
    next_at: datetime | None = Field(description="Null when it is over.")
    waits_since: datetime | None = Field(
        description="Since when a card waits for room in the queue; null if none does."
    )


class RecurrencesAnswer(BaseModel):
    """The recurring cards of a board, the next first; at most 100."""

    items: list[RecurrenceAnswer]


@router.get("/{key}/card_templates", response=TemplatesAnswer, summary="Card templates")
def list_card_templates(request: ApiRequest, key: BoardKey):
    board = visible_board(request.auth, key)
    return TemplatesAnswer(items=[_template(each) for each in board.card_templates.in_full()])


@router.post("/{key}/card_templates", response={201: TemplateAnswer}, summary="Add a card template")
def add_card_template(request: ApiRequest, key: BoardKey, asked: TemplateToAdd):
    """Leads only. `POST /boards/{key}/cards` with `"template": id` makes a card of it."""
    board = led_board(request.auth, key)
    template = board.add_card_template(by=request.auth, **_values(board, asked))
    return Status(201, _now(board, template))


@router.patch(
    "/{key}/card_templates/{id}", response=TemplateAnswer, summary="Change a card template"
)
def change_card_template(request: ApiRequest, key: BoardKey, id: Id, asked: TemplateBody):
    """Values that are not given stay. Cards that were made from it stay as they are. Leads only."""
    template = led_template(request.auth, key, id)
    template.board.revise_card_template(template, by=request.auth, **_values(template.board, asked))
    return _now(template.board, template)


@router.delete("/{key}/card_templates/{id}", response={204: None}, summary="Remove a card template")
def remove_card_template(request: ApiRequest, key: BoardKey, id: Id):
    """Leads only; 409 while a recurring card is made from it."""
    template = led_template(request.auth, key, id)
    template.board.remove_card_template(template, by=request.auth)
    return Status(204, None)


@router.get("/{key}/recurring_cards", response=RecurrencesAnswer, summary="Recurring cards")
def list_recurring_cards(request: ApiRequest, key: BoardKey):
    board = visible_board(request.auth, key)
    return RecurrencesAnswer(items=[_recurrence(each) for each in board.recurrences.in_full()])


@router.post(
    "/{key}/recurring_cards", response={201: RecurrenceAnswer}, summary="Add a recurring card"
)
def add_recurring_card(request: ApiRequest, key: BoardKey, asked: RecurrenceToAdd):
    """It is made in the first queue column, once for each time; where that is full it waits for
    room. Leads only."""
    board = led_board(request.auth, key)
    recurrence = board.add_recurrence(by=request.auth, **_times(board, asked))
    return Status(201, _recurrence(recurrence))


@router.patch(
    "/{key}/recurring_cards/{id}", response=RecurrenceAnswer, summary="Change a recurring card"
)
def change_recurring_card(request: ApiRequest, key: BoardKey, id: Id, asked: RecurrenceBody):
    """Values that are not given stay. A time that passed while it was off makes no card. Leads only."""
    recurrence = led_recurrence(request.auth, key, id)
    return _recurrence(
        recurrence.board.revise_recurrence(
            recurrence, by=request.auth, **_times(recurrence.board, asked)
        )
    )


@router.delete(
    "/{key}/recurring_cards/{id}", response={204: None}, summary="Remove a recurring card"
)
def remove_recurring_card(request: ApiRequest, key: BoardKey, id: Id):
    """The cards that it made stay. Leads only."""
    recurrence = led_recurrence(request.auth, key, id)
    recurrence.board.remove_recurrence(recurrence, by=request.auth)
    return Status(204, None)


def _values(board: Board, asked: TemplateBody | TemplateToAdd) -> dict[str, Any]:
    """Return the values that the request gives, as the verbs take them."""
    values = {field: getattr(asked, field) for field in asked.model_fields_set}
    if "assignees" in values:
        values["assignees"] = lookup.members(board, asked.assignees)
    if asked.service_class is not None:
        values["service_class"] = lookup.service_class(board, asked.service_class)
    return values


def _times(board: Board, asked: RecurrenceBody | RecurrenceToAdd) -> dict[str, Any]:
    values = {field: getattr(asked, field) for field in asked.model_fields_set}
    if "template" in values:
        values["template"] = lookup.template(board, asked.template)
    if "on" in values:
        values["is_on"] = values.pop("on")
    return values


def _now(board: Board, template: CardTemplate) -> TemplateAnswer:
    return _template(board.card_templates.in_full().get(pk=template.pk))


def _template(template: CardTemplate) -> TemplateAnswer:
    return TemplateAnswer(
        id=template.pk,
        revision=template.revision,
        name=template.name,
        title=template.title,
        description=template.description,
        scenarios=template.scenarios,
        steps=template.steps,
        labels=[label.name for label in template.labels.all()],
        assignees=[person.email for person in template.assignees.all()],
        service_class=template.service_class.name if template.service_class else None,
    )


def _recurrence(recurrence: Recurrence) -> RecurrenceAnswer:
    return RecurrenceAnswer(
        id=recurrence.pk,
        revision=recurrence.revision,
        template=recurrence.template_id,
        rule=recurrence.rule,
        sentence=recurrence.sentence,
        starts_on=recurrence.starts_on,
        at=f"{recurrence.at:%H:%M}",
        on=recurrence.is_on,
        next_at=recurrence.next_at,
        waits_since=recurrence.waits_since,
    )
