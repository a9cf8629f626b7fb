"""Backstage's `catalog-info.yaml`, read: which components there are, where, and whose.

A document of another kind than Component (an API, a System, a Group) is passed over. All values are
read as texts, so that no text makes a number of a thousand digits or a date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SLUG = "github.com/project-slug"
MOST = 100  # documents
LONGEST = 256 * 1024  # bytes
LONGEST_NAME = 80


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
    found = list(_entries(_documents(text)))
    if not found:
        raise ValidationError({"catalog": _("No document here is a component.")})
    seen = {(each.repository.lower(), each.name.lower()) for each in found}
    if len(seen) < len(found):
        raise ValidationError({"catalog": _("Two documents name the same component.")})
    return found


def _documents(text: str) -> list[Any]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        found = list(yaml.load_all(text, loader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        words = _("This is no YAML: %(why)s") % {"why": str(error)[:200]}
        raise ValidationError({"catalog": words}) from error
    if len(found) > MOST:
        words = _("At most %(most)s documents are read together.") % {"most": MOST}
        raise ValidationError({"catalog": words})
    return found


def _entries(documents: list[Any]) -> Iterator[CatalogEntry]:
    for number, document in enumerate(documents, start=1):
        if not document:
            continue
        if not isinstance(document, dict):
            raise _wrong(number, _("it is no mapping"))
        kind = document.get("kind")
        if kind != "Component":
            if not isinstance(kind, str) or not kind:
                raise _wrong(number, _("it says no kind"))
            continue
        metadata, spec = _inside(document, "metadata"), _inside(document, "spec")
        yield CatalogEntry(
            number,
            name=_text(number, metadata, "name", longest=LONGEST_NAME),
            repository=_text(number, _inside(metadata, "annotations"), SLUG, longest=200),
            owner=_owner(_text(number, spec, "owner", longest=200)),
        )


def _inside(mapping: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = mapping.get(name)
    return found if isinstance(found, dict) else {}


def _text(number: int, mapping: Mapping[str, Any], name: str, longest: int) -> str:
    found = mapping.get(name)
    if not isinstance(found, str) or not found.strip():
        raise _wrong(number, _("%(name)s is not said") % {"name": name})
    text = found.strip()
    if len(text) > longest or not text.isprintable():
        raise _wrong(number, _("%(name)s is too long, or no line") % {"name": name})
    return text


def _owner(said: str) -> str:
    """`group:default/harbour` is Harbour."""
    return said.rpartition(":")[2].rpartition("/")[2] if said.count("/") <= 1 else said


def _wrong(number: int, why: str) -> ValidationError:
    words = _("Document %(number)s: %(why)s.") % {"number": number, "why": why}
    return ValidationError({"catalog": words})
