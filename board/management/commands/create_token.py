"""`manage.py create_token EMAIL`: a key to the API for one person."""

import sys

from django.db import ProgrammingError
from django.utils.translation import gettext as _

from board.management.migrated import MigratedCommand
from board.models import ApiToken, Person


class Command(MigratedCommand):
    help = "Make a token for the API, which can do what this person can. It is shown once."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address that the person signs in with")
        parser.add_argument("--name", default="", help="what the token is for")

    def handle(self, *, email: str, name: str, **options):
        try:
            person = Person.objects.get_by_natural_key(email)
        except (Person.DoesNotExist, UnicodeEncodeError):
            sys.exit(_("Nobody here signs in as %(email)s.") % {"email": ascii(email)[1:-1]})
        except ProgrammingError:
            sys.exit(_("The database is empty: run `manage.py migrate` first, or `make run`."))
        if not person.is_active:
            sys.exit(_("%(email)s may not sign in any more.") % {"email": person.email})
        self.stdout.write(ApiToken.issue(person, name=name[:80]))
