from django.urls import path

from board.urls import BOARD
from flow.alerts.views import board, rules

ALERTS = f"{BOARD}/alerts"

urlpatterns = [
    path(f"{ALERTS}/", board.index, name="alerts"),
    path(f"{ALERTS}/rules/", rules.show, name="alert-rules"),
    path(f"{ALERTS}/cards/<int:number>/", board.of_card, name="alerts-of-card"),
    path(f"{ALERTS}/<int:pk>/snooze/", board.snooze, name="snooze-alert"),
    path(f"{ALERTS}/<int:pk>/wake/", board.wake, name="wake-alert"),
]
