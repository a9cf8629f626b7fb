"""Who signed in is known again at every request: two questions, and they are written in SQL once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from board.models import Person
from board.models.compiled import Compiled

SESSION = Compiled(lambda key: Session.objects.filter(session_key=key))
PERSON = Compiled(lambda pk: Person.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Django's own in the database; `SESSION_ENGINE` names this module."""

    def load(self) -> dict[str, object]:
        for session in SESSION.objects(self.session_key or ""):
            if session.expire_date > timezone.now():
                return self.decode(session.session_data)
        self._session_key = None
        return {}


class Backend(AuthenticationBackend):
    """Allauth's own; it says, too, who the person of a session is."""

    def get_user(self, user_id: int) -> Person | None:
        for person in PERSON.objects(user_id):
            return person if self.user_can_authenticate(person) else None
        return None
