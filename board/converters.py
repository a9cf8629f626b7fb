"""What the parts of a URL look like; what looks otherwise is not found."""

from django.urls.converters import StringConverter


class BoardKey(StringConverter):
    regex = "[A-Z][A-Z0-9]{1,9}"


class Secret(StringConverter):
    regex = "[A-Za-z0-9_-]{16,100}"


class CardPart(StringConverter):
    """The part of a card that is edited."""

    regex = "title|description|facts"
