from django.urls import path

from board.urls import BOARD, CARD
from flow.ownership.views import changes, pages

HERE = f"{BOARD}/ownership"
PAIR = f"{HERE}/pairs/<int:a>-<int:b>"

urlpatterns = [
    path(f"{HERE}/", pages.index, name="ownership"),
    path(f"{HERE}/terms/", changes.terms, name="ownership-terms"),
    path(f"{PAIR}/", pages.pair, name="ownership-pair"),
    path(f"{PAIR}/decouple/", changes.decouple, name="ownership-decouple"),
    path(f"{HERE}/components/<int:pk>/", pages.component, name="ownership-component"),
    path(f"{HERE}/components/<int:pk>/review/", changes.review, name="ownership-review"),
    path(f"{HERE}/teams/<int:pk>/", pages.team, name="ownership-team"),
    path(f"{CARD}/ownership/", pages.of_card, name="ownership-of-card"),
    path(f"{CARD}/ownership/expect/", changes.expect, name="ownership-expect"),
    path(f"{CARD}/ownership/strike/", changes.strike, name="ownership-strike"),
    path(f"{CARD}/ownership/count/", changes.count_again, name="ownership-count"),
]
