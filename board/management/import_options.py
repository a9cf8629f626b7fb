"""The common parts of the commands that import: the person who imports, a bar, and options of two
parts.
"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from tqdm import tqdm

from board.importers.problems import CannotImport
from board.models import Person


def importer(email: str | None) -> Person:
    """Return the named person, else the first superuser; raise CannotImport if there is nobody."""
    if email:
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CannotImport(_("Nobody signs in as %(email)s.") % {"email": email})
        return person
    person = Person.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if person is None:
        raise CannotImport(
            _("There is no superuser; name the person who imports with --owner EMAIL.")
        )
    return person


def bar(things: Iterable[Any], doing: str, total: int) -> Iterable[Any]:
    """A progress bar, on a terminal and for what takes a while."""
    return tqdm(things, doing, total, leave=False, delay=0.5, disable=not sys.stderr.isatty())


def pair(between: str, *, may_lack_name: bool = False) -> Callable[[str], tuple[str, str]]:
    """The type of an option that is two things with this between them; "=To do" names nothing."""

    def parts(text: str) -> tuple[str, str]:
        name, sign, value = (part.strip() for part in text.rpartition(between))
        if not (sign and value and (name or may_lack_name)):
            raise ArgumentTypeError(f"“{text}” is not two things with {between} between them")
        return name, value

    return parts
