"""The drawing of a card's face: the template runs once for each look, and the words are filled in.

Django takes longer to run the template of a card than all else that a card costs, and most cards
look alike but for their words. So the template is run for a face in which marks stand for the
words, and what comes out is kept, as `board.sql.compiled` keeps the SQL of a question.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template import Context
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from board.display.page.face import Face, Who

DRAWINGS = 5000  # kept in a process, about a kilobyte each
LOOKS = 1000  # a board has some dozens
FIRST_MARK = 0xF0000  # of the characters that Unicode leaves to private use
NUMBER = 9_876_543_210_987  # stands for a card's number, which an address must be able to hold
MARK = re.compile(f"([\U000f0000-\U000ffffd]|{NUMBER})")


@lru_cache(DRAWINGS)
def drawn(face: "Face", language: str | None) -> SafeString:
    """Nothing personal is inside, and all that is inside is the face: so no drawing grows stale."""
    look, words = _apart(face)
    return SafeString("".join(words.get(piece, piece) for piece in _outline(look, language)))


@lru_cache(LOOKS)
def _outline(look: "Face", _language: str | None) -> list[str]:
    """The drawing of a look, in pieces: its marks, and what is between them."""
    template = get_template("board/_card.html").template  # type: ignore[attr-defined]
    html = template.render(Context({"face": look}, use_l10n=False))
    return MARK.split("\n".join(filter(None, map(str.strip, html.splitlines()))))


def _apart(face: "Face") -> tuple["Face", dict[str, str]]:
    """The look of a face, and the words that its marks stand for."""
    words = {str(NUMBER): str(face.number)}

    def mark(word: Any) -> Any:
        """Return no mark for a missing value, so that the template sees that it is missing."""
        if not word:
            return word
        sign = chr(FIRST_MARK + len(words))
        words[sign] = escape(word)
        return sign

    block, override, scenarios = face.block, face.override, face.scenarios
    look = face._replace(
        key=f"{face.board_key}-{NUMBER}",
        number=NUMBER,
        column_id=0,
        lane_id=0,
        version=mark(face.version),
        title=mark(face.title),
        service_name=mark(face.service_name),
        age=mark(face.age),
        took=mark(face.took),
        finished_on=mark(face.finished_on and date_format(face.finished_on, "j M")),
        due_on=mark(face.due_on and date_format(face.due_on, "j M")),
        labels=tuple(map(mark, face.labels)),
        people=tuple(_who(person, mark) for person in face.people),
        facts=tuple(fact._replace(words=mark(fact.words)) for fact in face.facts),
        scenarios=scenarios
        and scenarios._replace(
            done=mark(str(scenarios.done)),
            all=mark(scenarios.all),
            most=mark(scenarios.most and str(scenarios.most)),
        ),
        block=block and block._replace(reason=mark(block.reason), days=mark(block.days)),
        override=override
        and override._replace(
            reason=mark(override.reason), by=override.by and _who(override.by, mark)
        ),
    )
    return look, words


def _who(person: "Who", mark: Callable[[Any], Any]) -> "Who":
    return person._replace(short_name=mark(person.short_name), initials=mark(person.initials))
