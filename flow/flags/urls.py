from django.urls import path

from board.urls import BOARD
from flow.flags.views import asking, making, pages

FLAG = f"{BOARD}/flags/<str:flag>"

urlpatterns = [
    path(f"{BOARD}/flags/", pages.index, name="flags"),
    path(f"{BOARD}/flags.csv", pages.table, name="flags-csv"),
    path(f"{BOARD}/new-flag/", making.new, name="new-flag"),
    path(f"{BOARD}/flag-tokens/", asking.tokens, name="flag-tokens"),
    path(f"{BOARD}/flag-tokens/<int:pk>/revoke/", asking.revoke, name="revoke-flag-token"),
    path(f"{BOARD}/environments/", asking.environments, name="environments"),
    path(f"{BOARD}/flag-silence/", asking.silence, name="flag-silence"),
    path(f"{BOARD}/cards/<int:number>/flags/", pages.of_card, name="flags-of-card"),
    path(f"{FLAG}/", pages.show, name="flag"),
    path(f"{FLAG}/-/change/", making.change, name="change-flag"),
    path(f"{FLAG}/-/ended/<int:pk>/", making.ended, name="flag-ended-incident"),
    path(f"{FLAG}/-/delete/", making.discard, name="delete-flag"),
    path(f"{FLAG}/<str:environment>/", pages.switch, name="switch-flag"),
]
