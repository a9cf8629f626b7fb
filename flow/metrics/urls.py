from django.urls import path

from board.urls import BOARD
from flow.metrics.views import cards, charts, overview

FLOW = f"{BOARD}/flow"
CHART = f"{FLOW}/charts/<slug:name>"

urlpatterns = [
    path("flow/", overview.boards, name="flow-of-boards"),
    path(f"{FLOW}/", overview.show, name="flow"),
    path(f"{CHART}/", charts.show, name="flow-chart"),
    path(f"{CHART}/data.json", charts.data, name="flow-data"),
    path(f"{CHART}/table.csv", charts.table, name="flow-csv"),
    path(f"{CHART}/picture.png", charts.picture, name="flow-picture"),
    path(f"{FLOW}/cards/<int:number>/", cards.show, name="flow-of-card"),
]
