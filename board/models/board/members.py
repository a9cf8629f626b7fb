"""The people of a board: add a member, change a role, remove a member. Each change is an event."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _

from board.models.audit_entry import Audited, AuditEntry
from board.models.event import Kind
from board.models.people.membership import Membership, Role
from board.models.refusals import NotHere, NotPossible

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class BoardMembers(models.Model):
    """Add, rename and remove the members of a board. A board always keeps a lead."""

    class Meta:
        abstract = True

    def add_member(self: "Board", person: "Person", role: Role, *, by: "Person") -> Membership:
        """Give a person a role on the board, in place of the one that they have, if any."""
        with self.turn(by=by) as turn:
            membership = turn.board.memberships.filter(person=person).first()
            if membership is None:
                Membership.MOST.check(turn.board.memberships.count())
                membership = turn.board.memberships.create(person=person, role=role)
                turn.record(Kind.MEMBER_ADDED, person=person.pk, role=role)
            elif membership.role != role:
                self._keep_a_lead(membership)
                turn.record(
                    Kind.MEMBER_CHANGED,
                    person=person.pk,
                    was=membership.role,
                    role=role,
                )
                membership.role = role
                membership.save(update_fields=["role"])
            else:
                return membership
            self._audit(Audited.ROLE_GIVEN, person, by, role)
        return membership

    def rename_member(self: "Board", person: "Person", *, by: "Person | None") -> None:
        """Record that a member has a new name: every page that shows it is out of date."""
        with self.held(by=by) as turn:
            turn.record(Kind.MEMBER_RENAMED, person=person.pk)

    def remove_member(self: "Board", person: "Person", *, by: "Person") -> None:
        """Remove a member, who is then assigned to no card of the board, archived or not."""
        with self.turn(by=by) as turn:
            membership = turn.board.memberships.filter(person=person).first()
            if membership is None:
                raise NotHere(
                    _("%(person)s is not a member of this board.") % {"person": person.short_name}
                )
            self._keep_a_lead(membership)
            membership.delete()
            self._audit(Audited.ROLE_TAKEN, person, by, membership.role)
            for card in turn.board.cards.on_the_board().filter(assignees=person):
                others = card.assignees.exclude(pk=person.pk)
                card.assign(*others, by=by)
            person.cards.remove(*turn.board.cards.archived().filter(assignees=person))
            turn.record(Kind.MEMBER_REMOVED, person=person.pk)

    def _keep_a_lead(self: "Board", leaving: Membership) -> None:
        leads = self.memberships.filter(role=Role.LEAD).exclude(pk=leaving.pk)
        if leaving.role == Role.LEAD and not leads.exists():
            raise NotPossible(_("A board needs a lead. Make somebody else a lead first."))

    def _audit(self: "Board", kind: Audited, person: "Person", by: "Person", role: str) -> None:
        AuditEntry.record(kind, person=person, by=by, detail=f"{self.key}: {role}")
