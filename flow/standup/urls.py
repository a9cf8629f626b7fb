from django.urls import path

from board.urls import BOARD
from flow.standup.views import cards, kept, walk

STANDUP = f"{BOARD}/standup"

urlpatterns = [
    path(f"{STANDUP}/", walk.show, name="standup"),
    path(f"{STANDUP}/announcement/", walk.announcement, name="standup-announcement"),
    path(f"{STANDUP}/begin/", walk.begin, name="begin-standup"),
    path(f"{STANDUP}/attend/", walk.attend, name="attend-standup"),
    path(f"{STANDUP}/come/", walk.come, name="come-to"),
    path(f"{STANDUP}/skip/", walk.skip, name="skip-card"),
    path(f"{STANDUP}/lead/", walk.lead, name="lead-standup"),
    path(f"{STANDUP}/end/", walk.end, name="end-standup"),
    path(f"{STANDUP}/note/", kept.note, name="note-action"),
    path(f"{STANDUP}/mail/", kept.read, name="read-standups"),
    path("no-more-standups/<str:token>/", kept.no_more, name="no-more-standups"),
    path(f"{STANDUP}/cards/<int:number>/assign/", cards.assign, name="assign-at-standup"),
    path(f"{STANDUP}/cards/<int:number>/comment/", cards.remark, name="comment-at-standup"),
    path(f"{STANDUP}/kept/", kept.index, name="kept-standups"),
    path(f"{STANDUP}/kept/<int:pk>/", kept.show, name="kept-standup"),
    path(f"{STANDUP}/actions/<int:pk>/card/", kept.make_card, name="card-of-action"),
]
