"""Where a card has been, made of the dates that are known of it. Pure: the clock is an argument."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from django.utils.translation import gettext as _

from board.importers.problems import Wrong
from board.models import Column, Visit

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # many tools write year 1 or 1900 for "no date"


class Undated(StrEnum):
    """The rule for a card in a done column without a date."""

    WRONG = ""
    ARRIVED = "arrived"  # it came there at the last date known of it, as in any other column
    ARCHIVE = "archive"  # it is off the board, and counts for no throughput


@dataclass(frozen=True, slots=True)
class Known:
    """The dates that a file has of a card's history; each is optional.

    `entered` is in order of the columns. `present` is the column that the card is in now, with the
    date of its arrival there; None says that the card has been given up.
    """

    present: Column | None
    created: datetime | None = None
    entered: Sequence[Visit] = ()
    arrived: datetime | None = None


@dataclass(frozen=True, slots=True)
class ColumnHistory:
    """A gapless way through the columns, the last one being where the card is."""

    visits: list[Visit]
    created_at: datetime
    archived_at: datetime | None = None
    is_guessed: bool = False  # no date says since when it is where it is
    is_undated: bool = False  # it is closed, and no date says so


def history(
    known: Known,
    *,
    columns: Sequence[Column],
    now: datetime,
    undated: Undated = Undated.WRONG,
) -> ColumnHistory:
    """The way of a card; raise Wrong if its dates contradict each other.

    A card waits in the first queue column from its creation on. A column that has no date was
    never entered, except the present one: the card is there since the last date known of it, and
    then was not in the column that this date was about if that is further left; with no date at
    all, it came this moment. A card in a done column needs a date of being done, unless `undated`
    says what becomes of it.
    """
    _check(known, now)
    visits = _past(known, columns[0])
    if known.present is None:
        return _given_up(known, visits, columns[0], now)
    dated = bool(visits) and visits[-1].column == known.present
    is_undated = known.present.is_done and not (known.arrived or any(_done(visits)))
    if is_undated and undated == Undated.WRONG:
        raise Wrong(
            _(
                "it is in %(column)s, and no date says since when. "
                "Use --closed-without-date arrived, or archive."
            )
            % _name(known.present)
        )
    if is_undated and undated == Undated.ARCHIVE:
        return replace(_given_up(known, visits, columns[0], now), is_undated=True)
    if not dated:
        visits = _up_to(known.present, known, visits, columns, now)
    return ColumnHistory(
        visits,
        created_at=known.created or visits[0].entered_at,
        is_guessed=not dated and known.arrived is None and not is_undated,
        is_undated=is_undated,
    )


def _past(known: Known, first: Column) -> list[Visit]:
    """Where the card has been by its dates, each stay ending where the next one begins."""
    has_date = any(visit.column == first for visit in known.entered)
    if known.created and not first.is_started and not has_date:
        return [Visit(first, known.created), *known.entered]
    return list(known.entered)


def _up_to(
    present: Column, known: Known, visits: list[Visit], columns: Sequence[Column], now: datetime
) -> list[Visit]:
    """The visits, ended by one to the present column."""
    if known.arrived:
        return [*visits, Visit(present, known.arrived)]
    if not visits:
        return [Visit(present, known.created or now)]
    *earlier, last = visits
    if columns.index(last.column) < columns.index(present):
        return [*earlier, Visit(present, last.entered_at)]
    return [*visits, Visit(present, last.entered_at)]


def _given_up(known: Known, visits: list[Visit], first: Column, now: datetime) -> ColumnHistory:
    """The way of a card that was taken off the board: a date of being done says when."""
    until = [visit for visit in visits if not visit.column.is_done]
    ended = known.arrived or next(_done(visits), None)
    ended = ended or (visits[-1].entered_at if visits else known.created or now)
    until = until or [Visit(first, known.created or ended)]
    created_at = known.created or until[0].entered_at
    return ColumnHistory(until, created_at, archived_at=ended, is_guessed=False)


def _check(known: Known, now: datetime) -> None:
    """Raise Wrong unless all dates are in the order of the columns, and between 1970 and now."""
    dates = [(visit.column.name, visit.entered_at) for visit in known.entered]
    if known.created:
        dates.insert(0, (_("its creation"), known.created))
    if known.arrived:
        name = known.present.name if known.present else _("its end")
        dates.append((name, known.arrived))
    for (earlier, before), (later, after) in pairwise(dates):
        if after < before:
            raise Wrong(
                _("its date for %(later)s is before its date for %(earlier)s.")
                % {"later": later, "earlier": earlier}
            )
    for name, date in dates:
        if date < EARLIEST:
            raise Wrong(_("its date for %(name)s is before 1970.") % {"name": name})
        if date > now:
            raise Wrong(_("its date for %(name)s is in the future.") % {"name": name})


def _done(visits: Sequence[Visit]):
    return (visit.entered_at for visit in visits if visit.column.is_done)


def _name(column: Column) -> dict[str, str]:
    return {"column": column.name}
