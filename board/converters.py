"""The converters of URLs; a path that does not fit is not found."""

from django.urls.converters import StringConverter


class BoardKey(StringConverter):
    regex = "[A-Z][A-Z0-9]{1,9}"


class Secret(StringConverter):
    regex = "[A-Za-z0-9_-]{16,100}"


class CardPart(StringConverter):
    """The part of a card that is edited."""

    regex = "title|description|facts"


class Signed(StringConverter):
    """A value that django.core.signing has signed."""

    regex = "[A-Za-z0-9_:.-]+"


class ResetKey(StringConverter):
    """The id of the person whose password a link resets, in base 36."""

    regex = "[0-9A-Za-z]+"


class ChecklistConverter(StringConverter):
    """The kind of the lines of a checklist."""

    regex = "scenario|step"
