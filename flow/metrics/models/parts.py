"""The parts of a board that facts are about. They are derived, so they never hold the board up.

No constraint of the database ties a fact to its card: the board can be changed, and erased, as if
flow were not there, and a rebuild writes its rows without asking about each.
"""

from typing import Any

from django.db import models

LOOSE: dict[str, Any] = {"related_name": "+", "db_constraint": False}


def about(noun: str, **options: Any) -> models.ForeignKey:
    """A link to a noun of the board that only flow knows of."""
    return models.ForeignKey(noun, models.CASCADE, **(LOOSE | {"db_index": False} | options))


def one_for_each(noun: str, **options: Any) -> models.OneToOneField:
    """The link of what there is once for a noun of the board."""
    return models.OneToOneField(noun, models.CASCADE, **(LOOSE | options))
