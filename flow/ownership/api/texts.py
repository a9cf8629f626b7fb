"""A body that is a text: as it is, or in JSON as `text`."""

import json

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.utils.translation import gettext as _

from board.api.tokens import ApiRequest

TEXT_BODY = {  # the description cannot read it from the function, which reads the body itself
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {"schema": {"type": "string"}},
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"text": {"type": "string"}},
                    "required": ["text"],
                }
            },
        },
    }
}


def text_of(request: ApiRequest, longest: int) -> str:
    """The text that a request brings. Raises RequestDataTooBig for more bytes than `longest`."""
    body = request.read(2 * longest + 1)
    if len(body) > 2 * longest:
        raise RequestDataTooBig
    try:
        text = body.decode()
        if request.content_type == "application/json":
            parsed = json.loads(text)
            text = parsed["text"]
            if not isinstance(text, str):
                raise TypeError
            text.encode()  # half of a surrogate pair cannot be kept
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        words = _("Send a text in UTF-8: as it is, or as JSON with `text`.")
        raise ValidationError({"text": words}) from error
    if len(text.encode()) > longest:
        raise RequestDataTooBig
    if "\x00" in text:
        raise ValidationError({"text": _("A text cannot contain NUL characters.")})
    return text
