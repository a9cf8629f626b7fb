"""The errors of a form that is not drawn again, as messages on the next page."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest


def complain(request: HttpRequest, form: Form) -> None:
    for errors in form.errors.values():
        for words in errors:
            messages.error(request, str(words))
