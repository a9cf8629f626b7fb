"""Where somebody is signed in.

A session that began before these were kept is noted when its owner looks.
"""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import Http404

from board.display.browser import in_short
from board.http import SignedInRequest


def sessions_of(request: SignedInRequest) -> list[UserSession]:
    """The valid sessions of the person, the newest first, each with its `browser`."""
    UserSession.objects.create_from_request(request)
    sessions = UserSession.objects.purge_and_list(request.user)
    for session in sessions:
        session.browser = in_short(session.user_agent)
    return sorted(sessions, key=lambda session: session.created_at, reverse=True)


def end(request: SignedInRequest, pk: int) -> None:
    """End one other session of the person; 404 if it is not theirs."""
    other = UserSession.objects.filter(user=request.user, pk=pk).first()
    if other is None:
        raise Http404
    get_adapter().end_sessions([other])


def end_others(request: SignedInRequest) -> None:
    """End every other session of the person, also those that were never noted."""
    others = UserSession.objects.filter(user=request.user).exclude(
        session_key=request.session.session_key
    )
    get_adapter().end_sessions(others)
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
