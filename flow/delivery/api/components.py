"""Components: what can be deployed alone, paths of a repository that one team owns."""

from typing import Annotated

from ninja import Router, Status
from pydantic import Field, StringConstraints

from board.access import visible_boards
from board.api.answers.pages import Page, PageNumber, page_of
from board.api.queries import Query
from board.api.tokens import ApiRequest
from board.api.values import Id, Line, Reference, RequestBody, RowId, example, length_of
from flow.delivery import removal
from flow.delivery.access import led_component, led_repository, visible_component
from flow.delivery.api import further
from flow.delivery.api.names import team_called
from flow.delivery.api.set_up_answers import ComponentAnswer, component_answer
from flow.delivery.models import Component
from flow.delivery.tasks import count_requested

router = Router(tags=["Delivery"], by_alias=True)

OfComponentDays = Annotated[further.ComponentDays, Query(...)]
ComponentShown = further.widened(ComponentAnswer, "ComponentShown")
ComponentName = Annotated[Line, StringConstraints(max_length=length_of(Component, "name"))]
Glob = Annotated[Line, StringConstraints(max_length=300)]
Environment = Annotated[Line, StringConstraints(max_length=200)]


class NewComponent(RequestBody):
    model_config = example(name="api", repository=1, paths=["api/**"], team="Harbour")

    name: ComponentName
    repository: RowId
    paths: Annotated[list[Glob], Field(min_length=1, max_length=100)]
    team: Reference
    production: Annotated[list[Environment], Field(min_length=1, max_length=20)] = ["production"]


class ComponentTerms(RequestBody):
    """Fields of a component; a field that is not named stays as it is."""

    model_config = example(paths=["api/**", "lib/**"])

    name: ComponentName = ""
    paths: Annotated[list[Glob], Field(min_length=1, max_length=100)] = ["**"]
    team: Reference = ""
    production: Annotated[list[Environment], Field(min_length=1, max_length=20)] = ["production"]


@router.get("/components", response=Page[ComponentAnswer], summary="Components")
def list_components(request: ApiRequest, page: PageNumber = 1):
    """The components of the repositories and the teams of your boards."""
    boards = visible_boards(request.auth).order_by().values("pk")
    components = Component.objects.filter(repository__board__in=boards) | Component.objects.filter(
        team__board__in=boards
    )
    return page_of(
        Page[ComponentAnswer],
        components.distinct(),
        page,
        component_answer,
    )


@router.post("/components", response={201: ComponentAnswer}, summary="Create a component")
def make_component(request: ApiRequest, asked: NewComponent):
    """Create a component, a part that can be deployed alone: paths of a repository, owned by one
    team. Leads only.
    """
    repository = led_repository(request.auth, asked.repository)
    component = Component.make(
        repository,
        asked.name,
        paths=asked.paths,
        team=team_called(request.auth, asked.team, repository.board),
        production=asked.production,
    )
    count_requested(repository)
    return Status(201, component_answer(component))


@router.get("/components/{id}", response=ComponentShown, summary="A component")
def show_component(request: ApiRequest, id: Id, asked: OfComponentDays):
    """Apps add what they know of it in the days that are asked about."""
    component = visible_component(request.auth, id)
    facts = component_answer(component).model_dump()
    return facts | further.facts_of(component, asked, by=request.auth)


@router.patch("/components/{id}", response=ComponentAnswer, summary="Change a component")
def change_component(request: ApiRequest, id: Id, asked: ComponentTerms):
    """Change the named fields, and count its deliveries again. Leads only."""
    component = led_component(request.auth, id)
    fields = asked.model_dump(exclude_unset=True)
    if "team" in fields:
        fields["team"] = team_called(request.auth, asked.team, component.repository.board)
    component.revise(**fields)
    count_requested(component.repository)
    return component_answer(component)


@router.delete("/components/{id}", response={204: None}, summary="Remove a component")
def remove_component(request: ApiRequest, id: Id):
    """Its deployments and incidents go with it; changes stay. Leads only."""
    component = led_component(request.auth, id)
    removal.remove_component(component)
    count_requested(component.repository)
    return Status(204, None)
