"""Many questions to one board: what each changed is undone before the next."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone():
    """Roll back what happens inside: a test that walks all pages makes its board once."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
