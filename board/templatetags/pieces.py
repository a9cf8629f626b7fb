"""How a page shows its pieces."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from board.display.piece import TOKEN, Piece

register = template.Library()


@register.simple_tag(takes_context=True)
def drawn(context: dict[str, Any], piece: Piece | None) -> SafeString:
    """The piece, with the token of the viewer in its forms; nothing for None."""
    if piece is None:
        return SafeString()
    html = piece.drawn
    return SafeString(html.replace(TOKEN, str(context["csrf_token"])) if TOKEN in html else html)
