"""What the parts of a URL look like; what looks otherwise is not found."""

from django.urls.converters import StringConverter


class BoardKey(StringConverter):
    regex = "[A-Z][A-Z0-9]{1,9}"


class Secret(StringConverter):
    regex = "[A-Za-z0-9_-]{16,100}"


class CardPart(StringConverter):
    """The part of a card that is edited."""

    regex = "title|description|facts"


class Signed(StringConverter):
    """What django.core.signing writes."""

    regex = "[A-Za-z0-9_:.-]+"


class ResetKey(StringConverter):
    """Whose password a link resets, in base 36."""

    regex = "[0-9A-Za-z]+"


class ChecklistConverter(StringConverter):
    """The kind of the lines of a checklist."""

    regex = "scenario|step"
