"""The pages that most people open, kept before anybody does."""

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from board.models import Board, Role
from flow.delivery.display.asked import DeliveryAsked, DeliveryForm
from flow.delivery.display.page import measures_page
from flow.delivery.models import Repository


def keep_usual_pages(repository: Repository) -> None:
    """Keep the page of the usual days of each board that shows this repository.

    No page is one person's: there is one for those who may change cards, and one for viewers where a
    board has any.
    """
    shows = Q(repositories=repository) | Q(teams__components__repository=repository)
    boards = Board.objects.filter(shows, archived_at=None, practices_on__contains=["delivery"])
    for board in boards.distinct():
        with timezone.override(board.zone):
            for role in _roles(board):
                board.role = role
                form = DeliveryForm(QueryDict(), board=board)
                if form.is_valid():
                    measures_page(DeliveryAsked(form))


def _roles(board: Board) -> list[Role]:
    has_viewers = board.memberships.filter(role=Role.VIEWER).exists()
    return [Role.MEMBER, Role.VIEWER] if has_viewers else [Role.MEMBER]
