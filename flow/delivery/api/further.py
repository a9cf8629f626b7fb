"""The fields that apps above delivery add to a component in the API.

An app names it on its AppConfig as `facts_of_a_component`, by the path of a `FurtherOfComponent`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.apps import apps
from django.utils.module_loading import import_string
from pydantic import BaseModel, Field, create_model

from board.api.values import Day
from board.models import Person
from flow.delivery.models import Component

Model = TypeVar("Model", bound=BaseModel)


class ComponentDays(BaseModel):
    """The days in which a component is looked at, both counted."""

    first: Day | None = Field(
        None, alias="from", description="The first day; without it, 90 days up to the last one."
    )
    last: Day | None = Field(None, alias="to", description="The last day; without it, today.")


@dataclass(frozen=True)
class FurtherOfComponent:
    """Fields as pydantic knows them, each with its type and description, and what fills them."""

    fields: dict[str, tuple[Any, Any]]
    answer: Callable[[Component, Person, date | None, date | None], dict[str, Any]]


def widened(model: type[Model], name: str) -> type[Model]:
    """The model with the fields that apps add."""
    fields = {field: field_type for each in _named() for field, field_type in each.fields.items()}
    return create_model(name, __base__=model, __doc__=model.__doc__, **fields)  # type: ignore[call-overload]


def facts_of(component: Component, asked: ComponentDays, *, by: Person) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for each in _named():
        facts |= each.answer(component, by, asked.first, asked.last)
    return facts


def _named() -> list[FurtherOfComponent]:
    configs = apps.get_app_configs()
    paths = (getattr(config, "facts_of_a_component", None) for config in configs)
    return [import_string(path) for path in paths if path]
