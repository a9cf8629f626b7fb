"""How a text without markup, such as a mail, sets somebody's words apart; pages have <bdi>."""

from django import template

from board.models.words import isolated

register = template.Library()
register.filter("isolated", isolated)
