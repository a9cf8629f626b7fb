from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.people.person import Person
from board.models.people.token import Token, TokenQuerySet, TokenScope, digest_of, end_after
from board.sql.compiled import Compiled

if TYPE_CHECKING:
    from board.models.board.board import Board


class ApiTokenQuerySet(TokenQuerySet):
    def valid(self) -> Self:
        return super().valid().filter(person__is_active=True)


class ApiToken(Token):
    """A key to the API for one person."""

    MOST = Most(100, _("A person has at most %(most)s API tokens. Revoke one that is not used."))

    person = models.ForeignKey("board.Person", models.CASCADE, related_name="api_tokens")

    objects = ApiTokenQuerySet.as_manager()

    class Meta(Token.Meta):
        verbose_name = _("API token")

    @classmethod
    def issue(
        cls,
        person: Person,
        *,
        name: str = "",
        scope: TokenScope = TokenScope.ALL,
        board: "Board | None" = None,
        days: int | None = None,
    ) -> str:
        """Issue a token for this person; the secret is shown once and cannot be read again."""
        with transaction.atomic():
            Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # one at a time
            cls.MOST.check(person.api_tokens.valid().count())
            return cls.write(
                person=person, name=name, scope=scope, board=board, expires_at=end_after(days)
            )

    @classmethod
    def holder(cls, secret: str, *, address: str | None = None) -> Person | None:
        """Return the person of this token, with the `token`; None if it is no valid token."""
        for token in TOKEN.objects(digest_of(secret)):
            if token.has_expired:
                return None
            token.note_use(address)
            person = token.person
            person.token = token
            return person
        return None


TOKEN = Compiled(
    lambda digest: ApiToken.objects.filter(
        digest=digest, revoked_at=None, person__is_active=True
    ).select_related("person")
)
