"""To fetch is to be allowed, here as on the board.

A repository is seen on its board, a component on its team's board, too.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from board.access import Caller, editable_board, led_board, visible_board, visible_boards
from board.models import Board, Person
from board.models.board.board import BoardQuerySet
from board.models.words import is_number
from flow.delivery.models import (
    Component,
    Delivery,
    Deployment,
    Incident,
    Repository,
    RepositoryToken,
    Team,
)

MOST_CHANGES = 500  # of a deployment that its page lists
Deliverer = Person | RepositoryToken  # who delivers: somebody, or the pipeline of a repository


def seen_boards(person: Caller) -> BoardQuerySet:
    """The boards that this person may look at, by their token; also archived ones."""
    return visible_boards(person)


def visible_team(person: Caller, pk: int) -> Team:
    """The team, for someone who may look at its board."""
    team = get_object_or_404(Team.objects.select_related("board"), pk=pk)
    team.board = visible_board(person, team.board.key)
    return team


def led_team(person: Caller, pk: int) -> Team:
    """The team, for a lead of its board."""
    team = visible_team(person, pk)
    team.board = led_board(person, team.board.key)
    return team


def visible_repository(person: Caller, pk: int) -> Repository:
    """The repository, for someone who may look at its board."""
    repository = get_object_or_404(Repository.objects.select_related("board"), pk=pk)
    repository.board = visible_board(person, repository.board.key)
    return repository


def led_repository(person: Caller, pk: int) -> Repository:
    """The repository, for a lead of its board."""
    repository = visible_repository(person, pk)
    repository.board = led_board(person, repository.board.key)
    return repository


def visible_component(person: Caller, pk: int) -> Component:
    """The component, for someone who may look at the board of its repository or of its team."""
    component = _component(pk)
    _first_seen(person, component.repository.board, component.team.board)
    return component


def led_component(person: Caller, pk: int) -> Component:
    """The component, for a lead of the board of its repository."""
    component = visible_component(person, pk)
    led_board(person, component.repository.board.key)
    return component


def editable_deployment(person: Caller, pk: int) -> Deployment:
    """A deployment, for someone who may change cards of its board."""
    deployments = Deployment.objects.select_related(
        "repository__board", "component__team__board", "component__repository"
    )
    deployment = get_object_or_404(deployments, pk=pk)
    _editable(person, deployment.repository, deployment.component)
    return deployment


def editable_incident(deliverer: Deliverer | Caller, wanted: str) -> Incident:
    """An incident, by our id or the caller's, for someone who may deliver for its component."""
    incidents = Incident.objects.select_related(
        "component__repository__board", "component__team__board", "card__board"
    )
    own = {"pk": int(wanted)} if is_number(wanted) else {"external_id": wanted}
    for incident in incidents.filter(**own):
        try:
            check_delivers(deliverer, incident.component)
        except Http404:
            continue
        return incident
    raise Http404


def delivering_repository(deliverer: Deliverer, wanted: Any) -> Repository:
    """The repository with this id or name, for a caller that may deliver for it.

    A pipeline need not name its own. Raises ValidationError for a name that fits none, or several.
    """
    if isinstance(deliverer, RepositoryToken):
        own = deliverer.repository
        if wanted is None or wanted == own.pk or _is_called(own, wanted):
            return own
        raise Http404
    boards = visible_boards(deliverer).order_by().values("pk")
    mine = Repository.objects.filter(board__in=boards).select_related("board")
    if not mine.exists():
        raise Http404
    if wanted is None:
        raise ValidationError({"repository": _("Name the repository or the component.")})
    repositories = list(
        mine.filter(pk=wanted) if isinstance(wanted, int) else mine.named(str(wanted))
    )
    repository = _the_one(repositories, "repository", wanted)
    editable_board(deliverer, repository.board.key)
    return repository


def delivering_component(
    deliverer: Deliverer, wanted: int | str, repository: Repository | None = None
) -> Component:
    """The component with this id or name, for a caller that may deliver for it."""
    mine = Component.objects.select_related("repository__board", "team__board")
    if isinstance(deliverer, RepositoryToken):
        mine = mine.filter(repository=deliverer.repository)
    else:
        boards = visible_boards(deliverer).order_by().values("pk")
        mine = mine.filter(repository__board__in=boards) | mine.filter(team__board__in=boards)
    if not mine.exists():
        raise Http404
    if repository is not None:
        mine = mine.filter(repository=repository)
    by = {"pk": wanted} if isinstance(wanted, int) else {"name__iexact": wanted}
    component = _the_one(list(mine.filter(**by).distinct()), "component", wanted)
    check_delivers(deliverer, component)
    return component


def shown_deployment(board: Board, pk: int) -> Deployment:
    """A deployment that is shown on a board which was fetched, with its nouns."""
    deployments = Deployment.objects.shown_on(board).with_nouns(most=MOST_CHANGES)
    return get_object_or_404(deployments, pk=pk)


def shown_incident(board: Board, pk: int) -> Incident:
    """An incident of a component of a team of a board which was fetched, with its nouns."""
    return get_object_or_404(Incident.objects.shown_on(board).with_nouns(), pk=pk)


def shown_component(board: Board, pk: int) -> Component:
    """A component of a team of a board which was fetched."""
    return get_object_or_404(Component.objects.of_teams_of(board), pk=pk)


def own_repository(board: Board, pk: int) -> Repository:
    """A repository of a board which was fetched."""
    repository = get_object_or_404(Repository.objects.of(board), pk=pk)
    repository.board = board
    return repository


def own_component(board: Board, pk: int) -> Component:
    """A component of a repository of a board which was fetched: its leads change it."""
    components = Component.objects.of_repositories_of(board).select_related("team", "repository")
    return get_object_or_404(components, pk=pk)


def own_team(board: Board, pk: int) -> Team:
    """A team of a board which was fetched."""
    return get_object_or_404(Team.objects.of(board), pk=pk)


def own_delivery(board: Board, pk: int) -> Delivery:
    """Something that was delivered for a repository of a board which was fetched."""
    deliveries = (
        Delivery.objects.of_repositories_of(board).select_related("repository").defer("body")
    )
    return get_object_or_404(deliveries, pk=pk)


def own_token(board: Board, pk: int) -> RepositoryToken:
    """A token that works, of a repository of a board which was fetched."""
    tokens = RepositoryToken.objects.valid().filter(repository__board=board)
    return get_object_or_404(tokens, pk=pk)


def check_delivers(deliverer: Deliverer | Caller, component: Component) -> None:
    """Raise Http404 or PermissionDenied for a caller that may not deliver for this component."""
    if isinstance(deliverer, RepositoryToken):
        if component.repository_id != deliverer.repository_id:
            raise Http404
        return
    _editable(deliverer, component.repository, component)


def _editable(person: Caller, repository: Repository, component: Component | None) -> None:
    boards = [repository.board] + ([component.team.board] if component else [])
    seen = [board for board in boards if _sees(person, board)]
    if not seen:
        raise Http404
    may = [board for board in seen if visible_board(person, board.key).may_be_changed]
    editable_board(person, (may or seen)[0].key)


def _component(pk: int) -> Component:
    components = Component.objects.select_related("repository__board", "team__board")
    return get_object_or_404(components, pk=pk)


def _first_seen(person: Caller, *boards: Board) -> Board:
    for board in boards:
        if _sees(person, board):
            return board
    raise Http404


def _sees(person: Caller, board: Board) -> bool:
    try:
        visible_board(person, board.key)
    except Http404:
        return False
    return True


def _is_called(repository: Repository, wanted: Any) -> bool:
    name = str(wanted).lower()
    return name in (repository.name.lower(), str(repository).lower())


def _the_one(things: list[Any], field: str, wanted: int | str) -> Any:
    if len(things) == 1:
        return things[0]
    if not things:
        words = _("There is no %(field)s %(wanted)s, or you do not have access to it.")
        raise ValidationError({field: words % {"field": field, "wanted": wanted}})
    ids = ", ".join(str(each.pk) for each in things)
    words = _("Several are called %(wanted)s. Name one by its id: %(ids)s.")
    raise ValidationError({field: words % {"wanted": wanted, "ids": ids}})
