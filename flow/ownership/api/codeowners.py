"""CODEOWNERS of a repository: kept as it is told, and asked by path."""

from typing import Annotated

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import Id, Line
from flow.delivery.access import led_repository, visible_repository
from flow.ownership.api.texts import text_of
from flow.ownership.codeowners import Codeowners
from flow.ownership.models import CodeownersFile, team_of
from flow.ownership.models.codeowners_file import LONGEST

router = Router(tags=["Ownership"], by_alias=True)

PATH = Query(..., description="A path in the repository.")
PathAsked = Annotated[Line, StringConstraints(max_length=4096), PATH]
MOST_NOT_READ = 100


class LineNotRead(BaseModel):
    line: int
    why: str = Field(
        description="`negation`, `range`, `three_stars`, `escaped_comment` or `owner`."
    )


class CodeownersAnswer(BaseModel):
    """What was understood of a CODEOWNERS file."""

    repository: int
    lines: int = Field(description="Lines with a pattern.")
    not_read: list[LineNotRead] = Field(description="Lines that a forge passes over, 100 at most.")


class OwnersAnswer(BaseModel):
    path: str
    owners: list[str]
    line: int | None = Field(description="The last line that matches; null: none does.")
    team: str | None = Field(None, description="The team that one of the owners is, if any.")


@router.put(
    "/repositories/{id}/codeowners", response=CodeownersAnswer, summary="Tell the CODEOWNERS"
)
def tell_codeowners(request: ApiRequest, id: Id):
    """The text of the file, as text/plain, or as JSON with `text`. Leads only."""
    repository = led_repository(request.auth, id)
    kept = CodeownersFile.tell(repository, text_of(request, LONGEST), by=request.auth)
    return _told(repository.pk, CodeownersFile.of(kept.repository))


@router.get(
    "/repositories/{id}/owners",
    response=OwnersAnswer,
    exclude_unset=True,
    summary="Who owns a path",
)
def show_owners(request: ApiRequest, id: Id, path: PathAsked):
    """The owners that the last matching line of CODEOWNERS names; `team` where one is known."""
    repository = visible_repository(request.auth, id)
    line = CodeownersFile.of(repository).line_of(path)
    team = team_of(repository, line)
    said = {"team": team.name} if team else {}
    owners = list(line.owners) if line else []
    return OwnersAnswer(path=path, owners=owners, line=line.number if line else None, **said)


def _told(repository: int, said: Codeowners) -> CodeownersAnswer:
    not_read = [LineNotRead(line=each.number, why=each.why) for each in said.not_read]
    return CodeownersAnswer(
        repository=repository, lines=len(said.lines), not_read=not_read[:MOST_NOT_READ]
    )
