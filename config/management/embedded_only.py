from django.conf import settings
from django.core.management.base import CommandError


def refuse_in_production() -> None:
    """Raise CommandError where the database is not ours: its owner has better means."""
    if not settings.EMBEDDED:
        raise CommandError(
            "This set-up has a database of its own (DATABASE_URL). Back that up with pg_dump, and "
            "the files with the means of their storage; docs/operations.md says how."
        )
