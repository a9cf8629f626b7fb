"""The moments of local times, for the rows of many cards in any order."""

from datetime import date, datetime, tzinfo

from board.importers.dates import first_and_second, moment


class Moments:
    """Remembers of a card only what came in an hour that comes twice.

    Such a time is the first one, unless only the second is not before an earlier row of the card
    in that hour.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._latest: dict[tuple[str, date], datetime] = {}

    def of(self, card: str, written: datetime) -> datetime:
        """The moment of this time in the next row of this card."""
        first, second = first_and_second(written, self.zone)
        if first >= second:
            return first
        hour = card, written.date()
        at = moment(written, self.zone, after=self._latest.get(hour))
        self._latest[hour] = max(at, self._latest.get(hour, at))
        return at
