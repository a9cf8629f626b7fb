"""Backstage's `catalog-info.yaml`, read: which components there are, where, and whose.

A document of another kind than Component (an API, a System, a Group) is passed over. All values are
read as texts, so that no text makes a number of a thousand digits or a date.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SLUG = "github.com/project-slug"
MOST = 100  # documents
LONGEST = 256 * 1024  # bytes
LONGEST_NAME = 80
DEEPEST = 50  # mappings and lists in one another


@dataclass(frozen=True)
class CatalogEntry:
    """A component by its name, its repository's full name and its owner's name."""

    number: int  # of the document, from 1
    name: str
    repository: str
    owner: str


def entries_of(text: str) -> list[CatalogEntry]:
    """The components that these documents name, in order.

    Raises ValidationError for what is no YAML, and for a component that leaves something out.
    """
    entries = list(_entries(_documents(text)))
    if not entries:
        raise ValidationError({"catalog": _("No document here is a component.")})
    seen = {(each.repository.lower(), each.name.lower()) for each in entries}
    if len(seen) < len(entries):
        raise ValidationError({"catalog": _("Two documents name the same component.")})
    return entries


def _documents(text: str) -> list[Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _check_depth(yaml.parse(text, loader))
        documents = list(yaml.load_all(text, loader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        words = _("This is not YAML: %(why)s") % {"why": str(error)[:200]}
        raise ValidationError({"catalog": words}) from error
    if len(documents) > MOST:
        words = _("At most %(most)s documents are read together.") % {"most": MOST}
        raise ValidationError({"catalog": words})
    return documents


def _check_depth(events: Iterable[yaml.Event]) -> None:
    """Refuse what is nested too deeply to be composed: the composer in C calls itself at each level,
    and ends the process where the stack does."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise ValueError(_("it is nested more than %(most)s levels deep") % {"most": DEEPEST})


def _entries(documents: list[Any]) -> Iterator[CatalogEntry]:
    for number, document in enumerate(documents, start=1):
        if not document:
            continue
        if not isinstance(document, dict):
            raise _wrong(number, _("it is not a mapping"))
        kind = document.get("kind")
        if kind != "Component":
            if not isinstance(kind, str) or not kind:
                raise _wrong(number, _("it has no kind"))
            continue
        metadata, spec = _inside(document, "metadata"), _inside(document, "spec")
        yield CatalogEntry(
            number,
            name=_text(number, metadata, "name", longest=LONGEST_NAME),
            repository=_text(number, _inside(metadata, "annotations"), SLUG, longest=200),
            owner=_owner(_text(number, spec, "owner", longest=200)),
        )


def _inside(mapping: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    inner = mapping.get(name)
    return inner if isinstance(inner, dict) else {}


def _text(number: int, mapping: Mapping[str, Any], name: str, longest: int) -> str:
    value = mapping.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(number, _("%(name)s is missing") % {"name": name})
    text = value.strip()
    if len(text) > longest or not text.isprintable():
        raise _wrong(number, _("%(name)s is too long, or not one line") % {"name": name})
    return text


def _owner(reference: str) -> str:
    """`group:default/harbour` is Harbour."""
    return (
        reference.rpartition(":")[2].rpartition("/")[2] if reference.count("/") <= 1 else reference
    )


def _wrong(number: int, why: str) -> ValidationError:
    words = _("Document %(number)s: %(why)s.") % {"number": number, "why": why}
    return ValidationError({"catalog": words})
