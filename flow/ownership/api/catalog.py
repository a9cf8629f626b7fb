"""Components from a catalog of Backstage: all of them, or none."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import BaseModel, Field

from board.access import visible_boards
from board.api.tokens import ApiRequest
from board.models import Person
from flow.delivery.access import led_repository
from flow.delivery.models import Component, Provider, Repository, Team
from flow.delivery.queue import count_if_quick
from flow.delivery.tasks import ring
from flow.ownership.api.texts import TEXT_BODY, text_of
from flow.ownership.catalog import LONGEST, CatalogEntry, entries_of

router = Router(tags=["Ownership"], by_alias=True)


class CatalogComponent(BaseModel):
    id: int
    name: str
    repository: str
    team: str
    made: bool = Field(description="False: it was there, and has the owner that the catalog says.")


class CatalogAnswer(BaseModel):
    components: list[CatalogComponent]


@router.post(
    "/catalog",
    response={201: CatalogAnswer},
    summary="Read a catalog of Backstage",
    openapi_extra=TEXT_BODY,
)
def read_catalog(request: ApiRequest):
    """One or many documents of catalog-info.yaml, as they are or in JSON as `text`. A new component
    has no paths, and so no changes, until somebody says them. Leads of the repositories only."""
    known = _repositories(request.auth)
    entries = entries_of(text_of(request, LONGEST))
    with transaction.atomic():
        kept = [_keep(request.auth, known, each) for each in entries]
    for repository in {component.repository for component, _made in kept}:
        count_if_quick(repository)
    ring()
    return Status(201, CatalogAnswer(components=[_component(*each) for each in kept]))


def _repositories(person: Person) -> dict[str, Repository]:
    """Return the repositories that this person sees, by their names, GitHub's first; 404 for a
    person who sees none.
    """
    boards = visible_boards(person).order_by().values("pk")
    repositories = list(Repository.objects.filter(board__in=boards))
    if not repositories:
        raise Http404
    repositories.sort(key=lambda each: each.provider == Provider.GITHUB)
    return {each.name.lower(): each for each in repositories}


def _keep(
    person: Person, known: dict[str, Repository], entry: CatalogEntry
) -> tuple[Component, bool]:
    seen = known.get(entry.repository.lower())
    if seen is None:
        raise _wrong(entry, _("there is no repository %(name)s"), entry.repository)
    repository = led_repository(person, seen.pk)
    team = _team(person, repository, entry)
    there = repository.components.called(entry.name).first()
    if there is None:
        return Component.make(repository, entry.name, paths=[], team=team), True
    if there.team_id != team.pk:
        there.revise(team=team)
    return there, False


def _team(person: Person, repository: Repository, entry: CatalogEntry) -> Team:
    """By its name as it is, or as a catalog writes it: `dock-office` is "Dock office"."""
    boards = visible_boards(person).order_by().values("pk")
    teams = [
        team
        for team in Team.objects.filter(board__in=boards).select_related("board")
        if entry.owner.lower() in (team.name.lower(), slugify(team.name))
    ]
    own = [team for team in teams if team.board_id == repository.board_id]
    named = own or teams
    if len(named) != 1:
        why = _("several teams are called %(name)s") if named else _("there is no team %(name)s")
        raise _wrong(entry, why, entry.owner)
    return named[0]


def _component(component: Component, made: bool) -> CatalogComponent:
    return CatalogComponent(
        id=component.pk,
        name=component.name,
        repository=component.repository.name,
        team=component.team.name,
        made=made,
    )


def _wrong(entry: CatalogEntry, why: str, name: str) -> ValidationError:
    because = why % {"name": name}
    words = _("Document %(number)s: %(why)s.") % {"number": entry.number, "why": because}
    return ValidationError({"catalog": words})
