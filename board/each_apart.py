"""Many rows, one task: a row that fails must not stop the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import models

Row = TypeVar("Row", bound=models.Model)

log = logging.getLogger(__name__)


def each_apart(rows: Iterable[Row], work: Callable[[Row], object]) -> None:
    """Do the work on each row, and log where it fails; a row that is gone meanwhile is no failure.

    A lost database ends the round: no other row would fare better.
    """
    for row in rows:
        try:
            work(row)
        except models.ObjectDoesNotExist:
            continue
        except DatabaseError:
            raise
        except Exception:
            log.exception("%s %s failed, the others go on", row._meta.label, row.pk)
