"""`manage.py create_token EMAIL`: a key to the API for one person."""

import sys

from django.db import ProgrammingError
from django.utils.translation import gettext as _

from board.management.migrated import MigratedCommand
from board.models import ApiToken, Audited, AuditEntry, Board, Person, TokenScope
from board.models.refusals import TooMany

LONGEST = 3650  # days


class Command(MigratedCommand):
    help = "Create a token for the API, which can do what this person can. It is shown once."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address that the person signs in with")
        parser.add_argument("--name", default="", help="what the token is for")
        parser.add_argument("--look-only", action="store_true", help="it may change nothing")
        parser.add_argument("--board", metavar="KEY", help="it opens this board and no other")
        parser.add_argument(
            "--days", type=int, help="the number of days after which it ends; default: never"
        )

    def handle(self, *, email: str, name: str, look_only: bool, days: int | None, **options):
        try:
            person = Person.objects.get_by_natural_key(email)
        except (Person.DoesNotExist, UnicodeEncodeError):
            sys.exit(_("Nobody here signs in as %(email)s.") % {"email": ascii(email)[1:-1]})
        except ProgrammingError:
            sys.exit(_("The database is empty: run `manage.py migrate` first, or `make run`."))
        if not person.is_active:
            sys.exit(_("%(email)s can no longer sign in.") % {"email": person.email})
        if days is not None and not 0 < days <= LONGEST:
            sys.exit(_("A token is valid for 1 to %(most)s days.") % {"most": LONGEST})
        scope = TokenScope.LOOK if look_only else TokenScope.ALL
        board = _board(person, options["board"])
        try:
            secret = ApiToken.issue(person, name=name[:80], scope=scope, board=board, days=days)
        except TooMany as no:
            sys.exit(no.message)
        AuditEntry.record(Audited.TOKEN_MADE, person=person, detail=f"{name} (create_token)")
        self.stdout.write(secret)


def _board(person: Person, key: str | None) -> Board | None:
    if key is None:
        return None
    board = Board.objects.visible_to(person).filter(key=key.upper()).first()
    if board is None:
        sys.exit(_("%(email)s has no board %(key)s.") % {"email": person.email, "key": ascii(key)})
    return board
