"""The card templates of a board: add, revise, remove. Each change is an event."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from board.models.card.checklist_item import MOST_OF_A_CARD, ChecklistKind
from board.models.card.edits import labels_named, team
from board.models.card_template import CardTemplate
from board.models.checks import checked
from board.models.event import Kind
from board.models.label import Label
from board.models.name import folded
from board.models.refusals import NotHere, NotPossible
from board.models.revision import check_revision

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.board.turn import Turn
    from board.models.people.person import Person
    from board.models.service_class import ServiceClass


class TemplateTerms(TypedDict, total=False):
    """The values of a card template; a value that is not given stays as it is."""

    name: str
    title: str
    description: str
    scenarios: Sequence[str]
    steps: Sequence[str]
    labels: Sequence[str]
    assignees: Collection["Person"]
    service_class: "ServiceClass | None"


class BoardCardTemplates(models.Model):
    """The verbs of a board for its card templates."""

    class Meta:
        abstract = True

    def add_card_template(
        self: "Board", *, by: "Person", **values: Unpack[TemplateTerms]
    ) -> CardTemplate:
        """Add a template. Without a name, the title is its name."""
        with self.turn(by=by) as turn:
            CardTemplate.MOST.check(turn.board.card_templates.count())
            template = CardTemplate(board=turn.board, scenarios=[], steps=[])
            values.setdefault("name", values.get("title", "")[:80])
            _apply(turn, template, values)
            turn.record(Kind.TEMPLATE_ADDED, template=template.pk, name=template.name)
        return template

    def revise_card_template(
        self: "Board",
        template: CardTemplate,
        *,
        by: "Person",
        expected_revision: int | None = None,
        **values: Unpack[TemplateTerms],
    ) -> CardTemplate:
        """Change a template. Cards that were made from it stay as they are."""
        with self.turn(by=by) as turn:
            template = template_here(turn.board, template)
            check_revision(template, expected_revision)
            if _state_of(template) != _wanted_state(turn, template, values):
                template.revision += 1
                _apply(turn, template, values)
                turn.record(Kind.TEMPLATE_CHANGED, template=template.pk, name=template.name)
        return template

    def remove_card_template(self: "Board", template: CardTemplate, *, by: "Person") -> None:
        """Remove a template. Raises NotPossible while a recurring card is made from it."""
        with self.turn(by=by) as turn:
            template = template_here(turn.board, template)
            if template.recurrences.exists():
                words = _("A recurring card is created from %(name)s. Remove that first.")
                raise NotPossible(words % {"name": template.name})
            turn.record(Kind.TEMPLATE_REMOVED, template=template.pk, name=template.name)
            template.delete()


def template_here(board: "Board", template: CardTemplate) -> CardTemplate:
    """Return the template as it is now. Raises NotHere if it was removed."""
    here = board.card_templates.in_full().filter(pk=template.pk).first()
    if here is None:
        raise NotHere(_("That card template is not on this board any more."), "template")
    return here


def _state_of(template: CardTemplate) -> dict[str, Any]:
    """Return all its values, to compare."""
    return {
        "name": template.name,
        "title": template.title,
        "description": template.description,
        "scenarios": list(template.scenarios),
        "steps": list(template.steps),
        "labels": {label.name.lower() for label in template.labels.all()},
        "assignees": {each.pk for each in template.assignees.all()},
        "service_class": template.service_class_id,
    }


def _wanted_state(turn: "Turn", template: CardTemplate, values: TemplateTerms) -> dict[str, Any]:
    """Return all its values as they will be."""
    new: dict[str, Any] = {**values}
    for name in ("name", "title"):
        if name in new:
            new[name] = folded(new[name])
    if "labels" in new:
        new["labels"] = {folded(name).lower() for name in new["labels"]}
    if "assignees" in new:
        new["assignees"] = {each.pk for each in new["assignees"]}
    if "service_class" in new:
        new["service_class"] = new["service_class"].pk if new["service_class"] else None
    return _state_of(template) | new


def _apply(turn: "Turn", template: CardTemplate, values: TemplateTerms) -> None:
    """Check and save the values that are given."""
    new: dict[str, Any] = {**values}
    for field in new.keys() & {"name", "title", "description"}:
        setattr(template, field, new[field])
    for field, kind in (("scenarios", ChecklistKind.SCENARIO), ("steps", ChecklistKind.STEP)):
        if field in new:
            setattr(template, field, _items(kind, field, new[field]))
    if "service_class" in new:
        class_ = new["service_class"]
        template.service_class = turn.shape.service_class(class_) if class_ else None
    people = team(turn.board, new["assignees"]) if "assignees" in new else None
    checked(template)
    if people is not None:
        template.assignees.set(people)
    if "labels" in new:
        labels = labels_named(turn.board, new["labels"])
        Label.MOST_OF_A_CARD.check(0, more=len(labels))
        template.labels.set(labels)


def _items(kind: ChecklistKind, field: str, lines: Sequence[str]) -> list[str]:
    """Return the lines of a checklist. Raises TooMany or ValidationError."""
    MOST_OF_A_CARD[kind].check(0, more=len(lines))
    if not all(map(folded, lines)):
        raise ValidationError({field: _("Write something.")})
    return [*lines]
