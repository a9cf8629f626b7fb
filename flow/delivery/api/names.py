"""From what a request calls a thing of delivery to the thing."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from board.access import visible_boards
from board.models import Board, Card, Person
from board.models.card.card import CARD_KEY
from board.models.words import is_number
from flow.delivery.access import Deliverer
from flow.delivery.models import Component, RepositoryToken, Team


def team_called(person: Person, wanted: int | str, board: Board) -> Team:
    """The team with this id, or this name; of several with one name, that of the board."""
    teams = Team.objects.filter(board__in=visible_boards(person).order_by().values("pk"))
    called = list(teams.filter(pk=wanted) if isinstance(wanted, int) else teams.called(wanted))
    own = [team for team in called if team.board_id == board.pk]
    if len(called) == 1 or len(own) == 1:
        return (own or called)[0]
    if not called:
        words = _("There is no team %(wanted)s, or you do not have access to it.") % {
            "wanted": wanted
        }
        raise ValidationError({"team": words})
    ids = ", ".join(str(team.pk) for team in called)
    words = _("Several are called %(wanted)s. Name one by its id: %(ids)s.")
    raise ValidationError({"team": words % {"wanted": wanted, "ids": ids}})


def card_called(
    deliverer: Deliverer, wanted: int | str | None, component: Component
) -> Card | None:
    """A card by its key, or by its number on the board of the component's team."""
    if wanted is None or wanted == "":
        return None
    boards = {component.repository.board, component.team.board}
    if not isinstance(deliverer, RepositoryToken):
        boards &= {*visible_boards(deliverer).filter(pk__in=[each.pk for each in boards])}
    cards = Card.objects.kept().filter(board__in=boards).select_related("board")
    key = CARD_KEY.fullmatch(str(wanted))
    if key:
        cards = cards.filter(board__key=key["board"].upper(), number=int(key["number"]))
    elif is_number(str(wanted), longest=9):
        cards = cards.filter(board=component.team.board, number=int(wanted))
    else:
        cards = cards.none()
    card = cards.first()
    if card is None:
        words = _("There is no card %(wanted)s on this board.") % {"wanted": wanted}
        raise ValidationError({"card": words})
    return card
