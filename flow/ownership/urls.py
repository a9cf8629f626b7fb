from django.urls import path

from board.urls import BOARD, CARD
from flow.ownership.views import looking, saying

HERE = f"{BOARD}/ownership"
PAIR = f"{HERE}/pairs/<int:a>-<int:b>"

urlpatterns = [
    path(f"{HERE}/", looking.index, name="ownership"),
    path(f"{PAIR}/", looking.pair, name="ownership-pair"),
    path(f"{PAIR}/decouple/", saying.decouple, name="ownership-decouple"),
    path(f"{HERE}/components/<int:pk>/", looking.component, name="ownership-component"),
    path(f"{HERE}/components/<int:pk>/review/", saying.review, name="ownership-review"),
    path(f"{HERE}/teams/<int:pk>/", looking.team, name="ownership-team"),
    path(f"{CARD}/ownership/", looking.of_card, name="ownership-of-card"),
    path(f"{CARD}/ownership/expect/", saying.expect, name="ownership-expect"),
    path(f"{CARD}/ownership/strike/", saying.strike, name="ownership-strike"),
    path(f"{CARD}/ownership/count/", saying.count_again, name="ownership-count"),
]
