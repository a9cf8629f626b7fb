from django.urls import path

from board.urls import BOARD
from flow.flags.views import edits, pages, tokens

FLAG = f"{BOARD}/flags/<str:flag>"

urlpatterns = [
    path(f"{BOARD}/flags/", pages.index, name="flags"),
    path(f"{BOARD}/flags.csv", pages.table, name="flags-csv"),
    path(f"{BOARD}/new-flag/", edits.new, name="new-flag"),
    path(f"{BOARD}/flag-tokens/", tokens.tokens, name="flag-tokens"),
    path(f"{BOARD}/flag-tokens/<int:pk>/revoke/", tokens.revoke, name="revoke-flag-token"),
    path(f"{BOARD}/environments/", tokens.environments, name="environments"),
    path(f"{BOARD}/flag-silence/", tokens.silence, name="flag-silence"),
    path(f"{BOARD}/cards/<int:number>/flags/", pages.of_card, name="flags-of-card"),
    path(f"{FLAG}/", pages.show, name="flag"),
    path(f"{FLAG}/-/change/", edits.change, name="change-flag"),
    path(f"{FLAG}/-/ended/<int:pk>/", edits.ended, name="flag-ended-incident"),
    path(f"{FLAG}/-/delete/", edits.discard, name="delete-flag"),
    path(f"{FLAG}/<str:environment>/", pages.switch, name="switch-flag"),
]
