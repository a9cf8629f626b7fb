from django.db import models
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.people.token import Token, TokenQuerySet
from flow.delivery.models.repository import Repository


class RepositoryToken(Token):
    """A key with which a pipeline delivers for one repository, and can do nothing else."""

    repository = models.ForeignKey(Repository, models.CASCADE, related_name="tokens")

    objects = TokenQuerySet.as_manager()

    MOST = Most(100, _("A repository has at most %(most)s tokens. Revoke one that is not used."))

    class Meta(Token.Meta):
        pass

    @classmethod
    def issue(cls, repository: Repository, *, name: str) -> str:
        """A new token; the secret is shown once and can't be read again."""
        cls.MOST.check(repository.tokens.valid().count())
        return cls.write(repository=repository, name=name)

    @classmethod
    def holder(cls, secret: str, *, address: str | None = None) -> "RepositoryToken | None":
        """The token with this secret, with its repository; None if it is none or not good."""
        tokens = cls.objects.valid().with_secret(secret).select_related("repository__board")
        token = tokens.first()
        if token is not None:
            token.note_use(address)
        return token

    def __str__(self) -> str:
        return self.name or self.prefix
