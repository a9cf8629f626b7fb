"""The kinds of flags, and what a flag may answer. Pure."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.words import is_storable


class FlagKind(models.TextChoices):
    """The kind of a flag; the first two are temporary."""

    RELEASE = "release", _("release")
    EXPERIMENT = "experiment", _("experiment")
    OPS = "ops", _("operations")
    ENTITLEMENT = "entitlement", _("entitlement")


class FlagStage(models.TextChoices):
    """How far a flag has come in production."""

    MADE = "made", _("created, not asked yet")
    DEPLOYED = "deployed", _("asked, off")
    DARK = "dark", _("on for nobody")
    RAMPING = "ramping", _("on for some")
    EVERYBODY = "everybody", _("on for everybody")
    REMOVED = "removed", _("removed")


TEMPORARY = (FlagKind.RELEASE, FlagKind.EXPERIMENT)
PREFIXES = {FlagKind.OPS: "ops.", FlagKind.ENTITLEMENT: "ent."}
FLAG_KEY = r"^[a-z0-9][a-z0-9._-]{1,99}$"
USUAL_VARIANTS = {"on": True, "off": False}
LARGEST = 2**53  # beyond it, two programs need not read the same number
LONGEST = 20_000  # characters of the variants in JSON


def check_key(key: str, kind: str) -> None:
    """Raise ValidationError unless a flag of this kind may be called so."""
    if not re.fullmatch(FLAG_KEY, key):
        raise ValidationError(
            _now(
                "A key is 2 to 100 small letters, digits, dots, dashes or underscores, "
                "and begins with a letter or a digit."
            )
        )
    wanted = PREFIXES.get(FlagKind(kind))
    if wanted and not key.startswith(wanted):
        raise ValidationError(_now("The key of this kind begins with %s") % wanted)
    if not wanted and key.startswith(tuple(PREFIXES.values())):
        raise ValidationError(_now("Only keys of permanent kinds begin with ops. or ent."))


def check_variants(variants: Any) -> None:
    """Raise ValidationError unless there are an `on` and an `off` of the same type."""
    if not isinstance(variants, dict) or {*variants} != {"on", "off"}:
        raise ValidationError(_now('Name two variants: {"on": …, "off": …}.'))
    types = {_type_of(value) for value in variants.values()}
    if len(types) > 1:
        raise ValidationError(_now("Both variants are of the same type."))
    if len(str(variants)) > LONGEST:
        raise ValidationError(_now("The variants are too long."))


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        _check_inside(value)
        return "string"
    if isinstance(value, int | float):
        _check_inside(value)
        return "number"
    if isinstance(value, dict):
        _check_inside(value)
        return "object"
    raise ValidationError(_now("A variant is a boolean, a string, a number or an object."))


def _check_inside(value: Any, depth: int = 0) -> None:
    """Raise for values that no database and no client can hold, at any depth."""
    if depth > 20:
        raise ValidationError(_now("A variant is nested at most 20 deep."))
    if isinstance(value, str) and not is_storable(value):
        raise ValidationError(_now("A text cannot contain NUL or an incomplete character."))
    if isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        raise ValidationError(_now("A number lies between -2^53 and 2^53."))
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
    if isinstance(parts, list):
        for part in parts:
            _check_inside(part, depth + 1)
