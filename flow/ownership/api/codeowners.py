"""CODEOWNERS of a repository: kept as it was sent, and asked by path."""

from typing import Annotated, Any

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import Id, Line
from flow.delivery.access import led_repository, visible_repository
from flow.ownership.api.texts import TEXT_BODY, text_of
from flow.ownership.codeowners import Codeowners, OwnersLine, OwnersSection
from flow.ownership.models import CodeownersFile, team_of
from flow.ownership.models.codeowners_file import LONGEST

router = Router(tags=["Ownership"], by_alias=True)

PATH = Query(..., description="A path in the repository.")
PathAsked = Annotated[Line, StringConstraints(max_length=4096), PATH]
MOST_NOT_READ = 100


class LineNotRead(BaseModel):
    line: int
    why: str = Field(
        description="`negation`, `range`, `three_stars`, `escaped_comment`, `owner` or `section`."
    )


class CodeownersAnswer(BaseModel):
    """The understood parts of a CODEOWNERS file."""

    repository: int
    lines: int = Field(description="Lines with a pattern.")
    not_read: list[LineNotRead] = Field(description="Lines that a forge passes over, 100 at most.")


class SectionOwners(BaseModel):
    """The owners of a path by one section of GitLab's file."""

    section: str = Field(description="Its name; empty before the first heading.")
    optional: bool
    approvals: int = Field(description="That GitLab demands; 0 of an optional section.")
    owners: list[str]
    line: int


class OwnersAnswer(BaseModel):
    path: str
    owners: list[str] = Field(description="At GitLab those of all sections.")
    line: int | None = Field(description="The last line that matches; null: none does.")
    team: str | None = Field(None, description="The team that one of the owners is, if any.")
    sections: list[SectionOwners] = Field([], description="Where a file of GitLab has sections.")


@router.put(
    "/repositories/{id}/codeowners",
    response=CodeownersAnswer,
    summary="Send the CODEOWNERS file",
    openapi_extra=TEXT_BODY,
)
def report_codeowners(request: ApiRequest, id: Id):
    """The text of the file, as text/plain, or as JSON with `text`. Leads only."""
    repository = led_repository(request.auth, id)
    kept = CodeownersFile.store(repository, text_of(request, LONGEST), by=request.auth)
    return _understood(repository.pk, CodeownersFile.of(kept.repository))


@router.get(
    "/repositories/{id}/owners",
    response=OwnersAnswer,
    exclude_unset=True,
    summary="Who owns a path",
)
def show_owners(request: ApiRequest, id: Id, path: PathAsked):
    """The owners that the last matching line of CODEOWNERS names; `team` where one is known."""
    repository = visible_repository(request.auth, id)
    codeowners = CodeownersFile.of(repository)
    owners, line = codeowners.owners_of(path), codeowners.line_of(path)
    further: dict[str, Any] = {}
    if team := team_of(repository, owners):
        further["team"] = team.name
    if len(codeowners.sections) > 1:
        further["sections"] = [_section(*each) for each in codeowners.lines_of(path)]
    return OwnersAnswer(path=path, owners=owners, line=line.number if line else None, **further)


def _section(section: OwnersSection, line: OwnersLine) -> SectionOwners:
    return SectionOwners(
        section=section.name,
        optional=section.is_optional,
        approvals=section.approvals,
        owners=list(line.owners),
        line=line.number,
    )


def _understood(repository: int, codeowners: Codeowners) -> CodeownersAnswer:
    not_read = [LineNotRead(line=each.number, why=each.why) for each in codeowners.not_read]
    return CodeownersAnswer(
        repository=repository, lines=len(codeowners.lines), not_read=not_read[:MOST_NOT_READ]
    )
