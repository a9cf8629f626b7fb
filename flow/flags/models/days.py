"""The removal day or the review day of a flag. Pure, but for the flag that it reads."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from flow.flags.models.flag import Flag

MOST_AT_FIRST = timedelta(days=90)
MOST_LATER = timedelta(days=30)


@dataclass(frozen=True)
class FlagDays:
    """The days before the change."""

    remove_by: date | None = None
    review_on: date | None = None


def check_days(
    flag: "Flag", today: date, *, before: FlagDays | None = None, reason: str = ""
) -> None:
    """Raise ValidationError unless these days of the flag may be set today.

    `before` are the former days, None for a new flag: a later day needs a reason.
    """
    if flag.is_temporary:
        if flag.review_on:
            raise ValidationError(
                {"review_on": _("A flag of this kind has a removal day, and no review day.")}
            )
        _check_removal(flag.remove_by, today, before.remove_by if before else None, reason)
        return
    if flag.remove_by:
        raise ValidationError({"remove_by": _("A flag of this kind is permanent.")})
    if flag.review_on is None:
        raise ValidationError({"review_on": _("A flag of this kind needs this.")})
    if flag.review_on <= today and flag.review_on != (before and before.review_on):
        raise ValidationError({"review_on": _("Choose a day in the future.")})


def _check_removal(new: date | None, today: date, before: date | None, reason: str) -> None:
    if new is None:
        raise ValidationError({"remove_by": _("A flag of this kind needs this.")})
    if new == before:
        return
    if new < today:
        raise ValidationError({"remove_by": _("Choose today or a later day.")})
    if before is None:
        _check_latest(
            new, today + MOST_AT_FIRST, _("A new flag is removed within 90 days: by %(day)s.")
        )
    elif new > before:
        latest = max(before, today) + MOST_LATER
        _check_latest(new, latest, _("It is postponed by at most 30 days: to %(day)s."))
        if not reason:
            raise ValidationError({"reason": _("Say why the flag stays for longer.")})


def _check_latest(new: date, latest: date, words: str) -> None:
    if new > latest:
        raise ValidationError({"remove_by": words % {"day": latest}})
