from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from board.models.most import Most
from board.models.name import NameField
from board.models.people.token import Token, TokenQuerySet
from flow.flags.models.environment import Environment, notify_servers
from flow.metrics.models.parts import LOOSE, about

if TYPE_CHECKING:
    from board.models import Board, Person


class FlagTokenQuerySet(TokenQuerySet):
    def of(self, board: "Board") -> "FlagTokenQuerySet":
        """The tokens of a board that still work, the last first."""
        return self.filter(board=board).valid().select_related("environment")


class FlagToken(Token):
    """A key that evaluates the flags of one environment of a board, and does nothing else.

    A public one may stand in a web page: it is answered only flags that are marked so.
    """

    MOST = Most(200, _("A board has at most %(most)s flag tokens. Revoke one that is not used."))

    board = about("board.Board", db_index=True)
    environment = about("flags.Environment", db_index=True, related_name="tokens")
    name = NameField(_("name"), max_length=80)
    public = models.BooleanField(_("public"), default=False)
    made_by = models.ForeignKey("board.Person", models.SET_NULL, null=True, **LOOSE)

    objects = FlagTokenQuerySet.as_manager()

    class Meta(Token.Meta):
        verbose_name = _("flag token")

    @classmethod
    def issue(
        cls,
        board: "Board",
        environment: Environment,
        *,
        name: str,
        public: bool = False,
        by: "Person",
    ) -> tuple["FlagToken", str]:
        """A new token of an environment, and its secret, which can't be read again."""
        with board.turn(by=by) as turn:
            cls.MOST.check(cls.objects.of(board).count())
            secret = cls.write(
                board=turn.board, environment=environment, name=name, public=public, made_by=by
            )
            notify_servers()
        return cls.objects.with_secret(secret).get(), secret

    def revoke(self) -> None:
        with transaction.atomic():
            super().revoke()
            notify_servers()
