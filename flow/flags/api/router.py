"""The operations for the flags of a board: create, change, switch, show."""

from functools import partial
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Path, Router, Status
from pydantic import Field, Strict, StringConstraints

from board.access import editable_board, visible_board
from board.api import lookup
from board.api.answers.pages import PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import (
    WHOLE,
    BoardKey,
    Count,
    Day,
    Line,
    Number,
    Reference,
    RequestBody,
    Switch,
    Text,
    example,
    length_of,
)
from board.models import Board
from flow.flags.access import (
    editable_flag,
    switchable_state,
    visible_flag,
    visible_flags,
)
from flow.flags.api.answers import (
    FlagAnswer,
    FlagsAnswer,
    StateAnswer,
    WholeFlagAnswer,
    flag_answer,
    state_answer,
    summary_answer,
    whole_answer,
)
from flow.flags.api.environments import environment_answers
from flow.flags.models import (
    Flag,
    FlagEntry,
    FlagKind,
    FlagStage,
)
from flow.flags.models.flag_state import LONGEST_KEY
from flow.flags.models.kinds import FLAG_KEY
from flow.flags.owners import owner
from flow.flags.summary import summary

router = Router(tags=["Flags"])

FlagKey = Annotated[
    str, Path(pattern=FLAG_KEY, description="The key of the flag.", example="new-search")
]
EnvironmentName = Annotated[str, Path(max_length=40, description="Its name.", example="production")]
Words = Annotated[Text, StringConstraints(max_length=length_of(Flag, "purpose"))]
Why = Annotated[Text, StringConstraints(max_length=length_of(FlagEntry, "reason"))]
Email = Annotated[Line, StringConstraints(max_length=254)]
Component = Annotated[Text, StringConstraints(max_length=length_of(Flag, "component"))]
TargetingKey = Annotated[Line, StringConstraints(max_length=LONGEST_KEY)]
Percent = Annotated[int, Strict(), Field(ge=0, le=100), WHOLE]
ANYTHING = Field(
    default=None,
    description='{"on": …, "off": …}: both boolean, string, number or object.',
    json_schema_extra={"type": "object", "required": ["on", "off"]},
)


class FlagToMake(RequestBody):
    model_config = example(
        key="search-by-length",
        kind="release",
        purpose="Search berths by length",
        owner="ada@example.org",
        remove_by="2026-12-20",
    )

    key: Annotated[str, StringConstraints(pattern=FLAG_KEY)]
    kind: FlagKind
    purpose: Words = ""
    owner: Email | None = None
    remove_by: Day | None = None
    why_permanent: Words = ""
    review_on: Day | None = None
    card: Number | None = None
    component: Component | None = None
    public: Switch = False
    variants: dict[str, Any] | None = ANYTHING


class FlagTerms(RequestBody):
    """Fields of a flag; a field that is not named stays as it is."""

    model_config = example(remove_by="2027-01-10", reason="The last berth is measured in January")

    purpose: Words = ""
    owner: Email | None = None
    remove_by: Day | None = None
    why_permanent: Words = ""
    review_on: Day | None = None
    card: Number | None = None
    component: Component | None = None
    public: Switch = False
    reason: Why = Field(default="", description="Needed for a later removal day.")


class StateTerms(RequestBody):
    """The fields that decide on the people who get a flag; fields that are not named stay as they
    are.
    """

    model_config = example(enabled=True, rollout=5, allowed=[], expected_version=1)

    enabled: Switch | None = None
    rollout: Percent | None = None
    allowed: Annotated[list[TargetingKey], Field(max_length=1000)] | None = None
    reason: Why = Field(default="", description="Wanted where a step of the ramp is skipped.")
    passes: list[Annotated[Line, StringConstraints(max_length=80)]] = Field(
        default=[],
        max_length=10,
        description="The codes of refusals that the reason passes, like experiment_not_ready.",
    )
    expected_version: Count | None = Field(
        default=None, description="The version that you saw; if it has changed, 409."
    )


class IncidentToNote(RequestBody):
    model_config = example(incident="INC-81")

    incident: Reference


@router.get("/{key}/flags", response=FlagsAnswer, summary="Flags")
def list_flags(
    request: ApiRequest,
    key: BoardKey,
    stage: Annotated[FlagStage | None, Query(None)] = None,
    kind: Annotated[FlagKind | None, Query(None)] = None,
    page: PageNumber = 1,
):
    """The flags of a board by their keys, removed ones too, and what they come to."""
    board = visible_board(request.auth, key)
    flags = visible_flags(board)
    flags = flags.of_stage(stage) if stage else flags
    flags = flags.of_kind(kind) if kind else flags
    whole = partial(
        FlagsAnswer,
        summary=summary_answer(summary(board, board.day_of(timezone.now()))),
        environments=environment_answers(board),
    )
    return page_of(whole, flags, page, flag_answer)


@router.post("/{key}/flags", response={201: WholeFlagAnswer}, summary="Create a flag")
def make_flag(request: ApiRequest, key: BoardKey, asked: FlagToMake):
    """A new flag, off everywhere. A temporary one (release, experiment) comes with its removal card."""
    board = editable_board(request.auth, key)
    facts = _named(board, asked.model_dump(exclude={"key", "kind", "variants"}))
    made = Flag.make(
        board, asked.key, kind=asked.kind, by=request.auth, variants=asked.variants, **facts
    )
    return Status(201, whole_answer(visible_flag(request.auth, key, made.key)))


@router.get("/{key}/flags/{flag}", response=WholeFlagAnswer, summary="A flag")
def show_flag(request: ApiRequest, key: BoardKey, flag: FlagKey):
    return whole_answer(visible_flag(request.auth, key, flag))


@router.patch("/{key}/flags/{flag}", response=WholeFlagAnswer, summary="Change a flag")
def revise_flag(request: ApiRequest, key: BoardKey, flag: FlagKey, asked: FlagTerms):
    """Change the named fields. A later removal day needs a reason, and is at most 30 days later."""
    own_flag = editable_flag(request.auth, key, flag)
    terms = asked.model_dump(exclude_unset=True, exclude={"reason"})
    own_flag.revise(by=request.auth, reason=asked.reason, **_named(own_flag.board, terms))
    return whole_answer(visible_flag(request.auth, key, flag))


@router.delete("/{key}/flags/{flag}", response={204: None}, summary="Delete a flag")
def delete_flag(request: ApiRequest, key: BoardKey, flag: FlagKey):
    """Only one that was never asked, with its removal card; 409 for others."""
    editable_flag(request.auth, key, flag).discard(by=request.auth)
    return HttpResponse(status=204)


@router.put(
    "/{key}/flags/{flag}/environments/{environment}",
    response=StateAnswer,
    summary="Switch a flag",
)
def switch_flag(
    request: ApiRequest,
    key: BoardKey,
    flag: FlagKey,
    environment: EnvironmentName,
    asked: StateTerms,
):
    """On, off, for a share, for those allowed. Off keeps the share; on again returns to it."""
    state = switchable_state(request.auth, key, flag, environment)
    return state_answer(state.switch(by=request.auth, **asked.model_dump()))


@router.post(
    "/{key}/flags/{flag}/incidents",
    response={200: FlagAnswer, 201: FlagAnswer},
    summary="Note an incident of a flag",
)
def note_incident(request: ApiRequest, key: BoardKey, flag: FlagKey, asked: IncidentToNote):
    """Note that this incident was caused by the flag, by the caller's id; a repetition changes
    nothing.
    """
    is_new = editable_flag(request.auth, key, flag).add_incident(asked.incident, by=request.auth)
    return Status(201 if is_new else 200, flag_answer(visible_flag(request.auth, key, flag)))


def _named(board: Board, terms: dict[str, Any]) -> dict[str, Any]:
    """The same with the member and the card that are meant."""
    if terms.get("owner") is not None:
        terms["owner"] = owner(board, terms["owner"])
    if terms.get("card") is not None:
        terms["card"] = lookup.card(board, terms["card"], "card")
    if "component" in terms:
        terms["component"] = terms["component"] or ""
    return terms
