"""The classes of service of a board: find one, revise one. Each change is an event."""

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import models
from django.utils.translation import gettext as _

from board.models.checks import checked
from board.models.event import Kind
from board.models.name import with_folded_names
from board.models.refusals import NotPossible
from board.models.revision import check_revision
from board.models.service_class import Service, ServiceClass

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.person import Person


class ClassTerms(TypedDict, total=False):
    """The settings of a class of service; one that is not named stays as it is."""

    name: str
    apart_from_limits: bool
    at_most_in_days: (
        int | None
    )  # at most one card enters the class in this number of days; None: no such rule


class BoardServiceClasses(models.Model):
    """The verbs of a board for its classes of service."""

    class Meta:
        abstract = True

    def class_of(self: "Board", kind: Service) -> ServiceClass:
        """Return the class of service of this kind; raise NotPossible if the board has none."""
        for each in self.shape.service_classes.values():
            if each.kind == kind:
                return each
        raise NotPossible(_("This board has no such class of service."))

    def revise_class(
        self: "Board",
        service_class: ServiceClass,
        *,
        by: "Person",
        expected_revision: int | None = None,
        **changes: Unpack[ClassTerms],
    ) -> ServiceClass:
        """Change the settings of a class of service. No card moves."""
        with self.turn(by=by) as turn:
            service_class = turn.shape.service_class(service_class)
            check_revision(service_class, expected_revision)
            changed = {
                what: new
                for what, new in with_folded_names(ServiceClass, changes).items()
                if getattr(service_class, what) != new
            }
            for what, new in changed.items():
                setattr(service_class, what, new)
            if changed:
                service_class.revision += 1
                checked(service_class)
                turn.record(
                    Kind.CLASS_CHANGED,
                    service_class=service_class.pk,
                    name=service_class.name,
                    apart=service_class.apart_from_limits,
                    at_most_in_days=service_class.at_most_in_days,
                )
        return service_class
