"""The answers of the API about flags."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from pydantic import BaseModel, Field

from board.api.answers.pages import Page
from board.models import Board
from flow.flags.address import address
from flow.flags.api.environments import EnvironmentAnswer
from flow.flags.models import Flag, FlagEntry, FlagKind, FlagStage, FlagState, FlagToken
from flow.flags.summary import FlagSummary


class StateAnswer(BaseModel):
    """The state of a flag in one environment."""

    flag: str
    environment: str
    production: bool
    enabled: bool
    rollout: int = Field(description="The share that gets the flag, in percent.")
    allowed: list[str] = Field(description="Targeting keys that get it at any share.")
    version: int = Field(description="Raised by each change; to be named in `expected_version`.")
    changed_at: datetime
    full_since: datetime | None = Field(description="Since when everybody has it.")
    first_asked_at: datetime | None
    last_asked_at: datetime | None


class RemovalCardAnswer(BaseModel):
    """The card that removes the flag."""

    key: str
    number: int


class FlagAnswer(BaseModel):
    """A flag and what each environment gets of it."""

    key: str
    kind: FlagKind
    stage: FlagStage = Field(description="How far it has come in production.")
    purpose: str
    owner: str | None = Field(description="The address of a member.")
    remove_by: date | None
    put_off: bool = Field(description="Whether that is later than the day that was set first.")
    overdue: bool
    why_permanent: str
    review_on: date | None
    card: int | None = Field(description="The number of the card that it is for.")
    component: str
    public: bool = Field(description="Whether it is answered to public tokens.")
    variants: dict[str, Any]
    made_at: datetime
    age_days: int
    removed_at: datetime | None
    removal_card: RemovalCardAnswer | None
    incidents: list[int | str]
    environments: list[StateAnswer]


class EntryAnswer(BaseModel):
    """One thing that happened to a flag."""

    at: datetime
    by: str | None
    what: str
    environment: str
    was: dict[str, Any]
    now: dict[str, Any]
    reason: str


class WholeFlagAnswer(FlagAnswer):
    """A flag with its history, the last first."""

    history: list[EntryAnswer]


class SummaryAnswer(BaseModel):
    """The summary of the flags of a board."""

    active: int
    temporary: int
    average_age_days: float | None = Field(description="Of the temporary ones.")
    overdue: int
    deploy_to_everybody_days: int | None = Field(
        description="Median days from the first time that production asked until everybody had it."
    )
    incidents: int


class FlagsAnswer(Page[FlagAnswer]):
    """A page of flags; what they come to is of all."""

    summary: SummaryAnswer
    environments: list[EnvironmentAnswer]


class FlagTokenAnswer(BaseModel):
    """A token that evaluates the flags of one environment."""

    id: int
    environment: str
    name: str
    public: bool
    prefix: str = Field(description="What its secret begins with.")
    created_at: datetime
    url: str = Field(description="Where OFREP is asked.")


class IssuedToken(FlagTokenAnswer):
    """A new token; its secret is shown once."""

    token: str


def flag_answer(flag: Flag) -> FlagAnswer:
    return FlagAnswer(**_facts(flag))


def whole_answer(flag: Flag) -> WholeFlagAnswer:
    history = [_entry(each) for each in flag.entries.latest_first()[:100]]
    return WholeFlagAnswer(**_facts(flag), history=history)


def state_answer(state: FlagState) -> StateAnswer:
    return StateAnswer(**state.as_answer)


def summary_answer(summary: FlagSummary) -> SummaryAnswer:
    return SummaryAnswer(**asdict(summary))


def token_facts(token: FlagToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "environment": token.environment.name,
        "name": token.name,
        "public": token.public,
        "prefix": token.prefix,
        "created_at": token.created_at,
        "url": address(),
    }


def _facts(flag: Flag) -> dict[str, Any]:
    today = flag.board.day_of(timezone.now())
    removal = flag.removal_card
    return {
        "key": flag.key,
        "kind": flag.kind,
        "stage": flag.stage,
        "purpose": flag.purpose,
        "owner": flag.owner.email if flag.owner else None,
        "remove_by": flag.remove_by,
        "put_off": flag.is_put_off,
        "overdue": flag.is_overdue(today),
        "why_permanent": flag.why_permanent,
        "review_on": flag.review_on,
        "card": flag.card.number if flag.card else None,
        "component": flag.component,
        "public": flag.public,
        "variants": flag.variants,
        "made_at": flag.made_at,
        "age_days": flag.age(today),
        "removed_at": flag.removed_at,
        "removal_card": removal and {"key": _key(flag.board, removal), "number": removal.number},
        "incidents": [each.known_as for each in flag.incidents.all()],
        "environments": [_state(flag, each) for each in flag.states.all()],
    }


def _state(flag: Flag, state: FlagState) -> dict[str, Any]:
    state.flag = flag
    return state.as_answer


def _key(board: Board, card: Any) -> str:
    return f"{board.key}-{card.number}"


def _entry(entry: FlagEntry) -> EntryAnswer:
    return EntryAnswer(
        at=entry.at,
        by=entry.by.email if entry.by else None,
        what=entry.what,
        environment=entry.environment,
        was=entry.was,
        now=entry.now,
        reason=entry.reason,
    )
