"""The maximum number of a thing: it is defined with the noun, and checked by its verbs."""

from dataclasses import dataclass

from django.utils.functional import Promise

from board.models.refusals import TooMany


@dataclass(frozen=True)
class Most:
    """A maximum, and its sentence: `words` has a place for `%(most)s`."""

    number: int
    words: str | Promise

    def check(self, there: int, *, more: int = 1) -> None:
        """Raise TooMany if `more` of them beside those `there` are too many.

        Those that exist stay, also when the maximum was lowered since.
        """
        if more > 0 and there + more > self.number:
            raise TooMany(str(self.words) % {"most": self.number})
