from django.urls import path

from board.urls import BOARD
from flow.improvement.views import listed, ready, room

IMPROVE = f"{BOARD}/improve"
ONE = f"{IMPROVE}/<int:pk>"

urlpatterns = [
    path(f"{IMPROVE}/", listed.index, name="improve"),
    path(f"{IMPROVE}/open/", listed.open_now, name="open-retrospective"),
    path(f"{IMPROVE}/cadence/", listed.cadence, name="cadence"),
    path(f"{IMPROVE}/first/", listed.first, name="improvement-first"),
    path(f"{IMPROVE}/ratchet/", listed.answer_ratchet, name="answer-ratchet"),
    path(f"{IMPROVE}/announcement/", listed.announcement, name="retrospective-announcement"),
    path(f"{IMPROVE}/actions/<int:pk>/why/", listed.why_not, name="why-not"),
    path(f"{IMPROVE}/readiness/", ready.show, name="readiness"),
    path(f"{IMPROVE}/readiness/word/", ready.say, name="say-readiness"),
    path("no-more-retrospectives/<str:token>/", listed.no_more, name="no-more-retrospectives"),
    path(f"{ONE}/", room.show, name="retrospective"),
    path(f"{ONE}/attend/", room.attend, name="attend-retrospective"),
    path(f"{ONE}/part/", room.go_to, name="go-to-part"),
    path(f"{ONE}/lead/", room.lead, name="lead-retrospective"),
    path(f"{ONE}/notes/", room.write, name="write-note"),
    path(f"{ONE}/notes/<int:note>/", room.withdraw, name="withdraw-note"),
    path(f"{ONE}/reveal/", room.reveal, name="reveal-notes"),
    path(f"{ONE}/group/", room.group, name="group-notes"),
    path(f"{ONE}/votes/", room.vote, name="vote-note"),
    path(f"{ONE}/close/", room.close, name="close-retrospective"),
]
