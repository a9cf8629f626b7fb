"""What is wrong with a form that is not drawn again: said on the page that comes next."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest


def complain(request: HttpRequest, form: Form) -> None:
    for errors in form.errors.values():
        for words in errors:
            messages.error(request, str(words))
