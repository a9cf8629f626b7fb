"""The cards past the cut line of an exceeded limit."""

from board.models import Board, Limit


def past(board: Board, limit: Limit, over: int) -> set[int]:
    """Return the numbers of the cards past the limit: those that were let in with a reason,
    then those that came in last. A card that goes from Doing to Done does not come in again."""
    cards = board.cards.on_the_board().in_columns(limit.column_ids).placed().overridden_at(limit)
    counted = [card for card in cards.came_into(limit.column_ids) if limit.counts(card.place)]
    counted.sort(key=lambda card: (card.is_let_past, card.came_in), reverse=True)
    return {card.number for card in counted[:over]}
