"""The rules of passwords, and the sessions and tokens that end with the old one."""

from typing import Any

from allauth.core import context
from django.contrib.auth.password_validation import MinimumLengthValidator

from board.models import Audited, AuditEntry, Person


class NewPassword(MinimumLengthValidator):
    """Django's; a new password ends the API tokens of its person, wherever it is set."""

    def password_changed(self, password: str, user: Any = None) -> None:
        if isinstance(user, Person):
            user.api_tokens.revoke()
            AuditEntry.record(Audited.PASSWORD_CHANGED, person=user, request=context.request)
