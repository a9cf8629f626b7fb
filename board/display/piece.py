"""A piece of a page shows plain values and nothing else: equal pieces look the same, drawn once."""

import secrets
from functools import lru_cache
from typing import ClassVar

from django.template import Context
from django.template.loader import get_template
from django.utils.translation import get_language

PIECES = 5000  # kept in a process, most of them smaller than a kilobyte
TOKEN = secrets.token_hex()  # stands for the token of the request, in what others get too


class Piece:
    """A part of a page as a frozen dataclass: plain values, no models, no words to translate yet.

    The template `board/_WORD.html` shows it, and knows it by this `word`.
    """

    word: ClassVar[str]

    @property
    def drawn(self) -> str:
        """Drawn once for as long as the process lives; with TOKEN for the token of the viewer."""
        return drawn(self, get_language())


@lru_cache(PIECES)
def drawn(piece: Piece, _language: str | None) -> str:
    template = get_template(f"board/_{piece.word}.html").template  # type: ignore[attr-defined]
    html: str = template.render(Context({piece.word: piece, "csrf_token": TOKEN}))
    return html.strip()
