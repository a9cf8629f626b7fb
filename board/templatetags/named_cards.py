"""How a page makes links of the cards that a text names."""

from django import template
from django.utils.safestring import SafeString

from board.display.page.named_cards import NamedCards

register = template.Library()


@register.filter
def with_cards(text: str, named: NamedCards) -> SafeString:
    """Plain words as HTML, with the cards that they name as links."""
    return named.in_text(text)
