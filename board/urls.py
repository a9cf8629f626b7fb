from django.urls import path, register_converter

from board.converters import BoardKey, Secret
from board.views import (
    archive,
    blocks,
    boards,
    cards,
    columns,
    invitations,
    limits,
    live,
    outbox,
    people,
    placement,
    you,
)

register_converter(BoardKey, "key")
register_converter(Secret, "secret")

BOARD = "boards/<key:key>"
SETTINGS = f"{BOARD}/settings"
CARD = f"{BOARD}/cards/<int:number>"

urlpatterns = [
    path("", boards.index, name="boards"),
    path("boards/new/", boards.new, name="new-board"),
    path(f"{BOARD}/", boards.show, name="board"),
    path(f"{BOARD}/version/", live.version, name="version"),
    path(f"{BOARD}/ticket/", live.ticket, name="ticket"),
    path(f"{BOARD}/changes/", live.changes, name="changes"),
    path(f"{BOARD}/presence/", live.presence, name="presence"),
    path(f"{BOARD}/columns/<int:pk>/limit/", limits.of_column, name="column-limit"),
    path(f"{BOARD}/cards/", cards.create, name="cards"),
    path(f"{CARD}/", cards.show, name="card"),
    path(f"{CARD}/edit/", cards.edit, name="edit"),
    path(f"{CARD}/move/", placement.move, name="move"),
    path(f"{CARD}/swap/", placement.swap, name="swap"),
    path(f"{CARD}/reopen/", placement.reopen, name="reopen"),
    path(f"{CARD}/return-to-backlog/", placement.return_to_backlog, name="return"),
    path(f"{CARD}/undo/", placement.undo, name="undo"),
    path(f"{CARD}/block/", blocks.block, name="block"),
    path(f"{CARD}/unblock/", blocks.unblock, name="unblock"),
    path(f"{CARD}/archive/", archive.archive, name="archive"),
    path(f"{CARD}/restore/", archive.restore, name="restore"),
    path(f"{BOARD}/archive/", archive.index, name="archived"),
    path(f"{BOARD}/people/", people.index, name="people"),
    path(f"{BOARD}/people/invite/", people.invite, name="invite"),
    path(f"{BOARD}/people/<int:pk>/role/", people.change_role, name="role"),
    path(f"{BOARD}/people/<int:pk>/remove/", people.remove, name="remove"),
    path(f"{BOARD}/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("outbox/", outbox.index, name="outbox"),
    path("outbox/<int:pk>/", outbox.show, name="mail"),
    path("outbox/<int:pk>/body/", outbox.body, name="mail-body"),
    path("outbox/<int:pk>/again/", outbox.again, name="mail-again"),
    path("you/", you.profile, name="profile"),
    path("you/tokens/", you.tokens, name="tokens"),
    path("you/tokens/<int:pk>/revoke/", you.revoke, name="revoke"),
    path("you/sessions/", you.list_sessions, name="sessions"),
    path("you/sessions/<int:pk>/end/", you.end_session, name="end-session"),
    path("you/sessions/end-others/", you.end_other_sessions, name="end-other-sessions"),
    path(f"{SETTINGS}/", columns.index, name="settings"),
    path(f"{SETTINGS}/columns/", columns.save, name="columns"),
    path(f"{SETTINGS}/columns/add/", columns.add, name="add-column"),
    path(f"{SETTINGS}/columns/<int:pk>/", columns.show, name="column"),
    path(f"{SETTINGS}/columns/<int:pk>/archive/", columns.archive, name="archive-column"),
    path(f"{SETTINGS}/limits/", limits.add, name="add-limit"),
    path(f"{SETTINGS}/limits/<int:pk>/", limits.change, name="change-limit"),
    path(f"{SETTINGS}/limits/<int:pk>/remove/", limits.remove, name="remove-limit"),
    path("invitations/<secret:secret>/", invitations.show, name="invitation"),
    path("invitations/<secret:secret>/accept/", invitations.accept, name="accept"),
]
