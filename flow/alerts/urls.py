from django.urls import path

from board.urls import BOARD
from flow.alerts.views import board, mail, rules

ALERTS = f"{BOARD}/alerts"

urlpatterns = [
    path(f"{ALERTS}/", board.index, name="alerts"),
    path(f"{ALERTS}/rules/", rules.show, name="alert-rules"),
    path(f"{ALERTS}/cards/<int:number>/", board.of_card, name="alerts-of-card"),
    path(f"{ALERTS}/<int:pk>/snooze/", board.snooze, name="snooze-alert"),
    path(f"{ALERTS}/<int:pk>/wake/", board.wake, name="wake-alert"),
    path(f"{ALERTS}/cards/<int:number>/watch/", mail.watch, name="watch-card"),
    path(f"{ALERTS}/cards/<int:number>/unwatch/", mail.unwatch, name="unwatch-card"),
    path(f"{ALERTS}/mail/", mail.preference, name="mail-about-alerts"),
    path(f"{ALERTS}/mailing/", mail.mailing, name="mailing-of-alerts"),
    path(f"{ALERTS}/failed/<int:pk>/again/", mail.again, name="try-mail-again"),
    path("letters/", mail.letters, name="letters"),
    path("letters/again/", mail.resume_mail_to_me, name="try-mail-to-me-again"),
    path("no-more-alerts/<str:token>/", mail.no_more, name="no-more-alerts"),
]
