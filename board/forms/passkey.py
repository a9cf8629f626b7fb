"""Allauth's forms of passkeys; what a browser sends of a key is read as JSON of bounded numbers."""

import json
from typing import Any

from allauth.mfa.webauthn import forms as allauth
from django import forms

MOST_DIGITS = 40


class BoundedNumbers(json.JSONDecoder):
    """JSON in which a number of more digits than a key has is an error, not a breakdown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, parse_int=_whole)


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise json.JSONDecodeError("The number is too long.", digits[:MOST_DIGITS], 0)
    return int(digits)


def _credential() -> forms.JSONField:
    return forms.JSONField(widget=forms.HiddenInput, decoder=BoundedNumbers)


class AddKeyForm(allauth.AddWebAuthnForm):
    credential = _credential()


class ReauthenticateByKeyForm(allauth.ReauthenticateWebAuthnForm):
    credential = _credential()


class SignInByKeyForm(allauth.LoginWebAuthnForm):
    credential = _credential()


class AuthenticateByKeyForm(allauth.AuthenticateWebAuthnForm):
    credential = _credential()
