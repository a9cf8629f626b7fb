"""The mail that people can make this site send: a daily budget for each person and for the site."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.audit_entry import Audited, AuditEntry
from board.models.refusals import TooMany

if TYPE_CHECKING:
    from board.models.people.person import Person

DAY = timedelta(days=1)


@dataclass(frozen=True)
class MailBudget:
    """A daily budget, counted in the audit trail: it needs no cache and holds for all processes."""

    kind: Audited
    of_a_person: int
    of_the_site: int

    def allows(self, person: "Person | None") -> bool:
        """Whether one more mail may be sent for this person."""
        today = AuditEntry.objects.filter(kind=self.kind, at__gt=timezone.now() - DAY)
        if today.count() >= self.of_the_site:
            return False
        return person is None or today.filter(person=person).count() < self.of_a_person

    def check(self, person: "Person") -> None:
        """Raise TooMany if one more mail is too many."""
        if not self.allows(person):
            raise TooMany(str(_("Too many mails were sent today. Try again tomorrow.")))


INVITATIONS = MailBudget(Audited.INVITATION_MAILED, of_a_person=100, of_the_site=2_000)
LINKS = MailBudget(Audited.LINK_MAILED, of_a_person=10, of_the_site=2_000)
