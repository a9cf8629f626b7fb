"""The person of a session is read at every request, by two statements that are written in SQL once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from board.models import Person
from board.sql.compiled import Compiled

# A session keeps the path of what recognised its person, so these paths are promises: a person
# who signed in with a former release stays signed in.
FORMER_BACKENDS = {"allauth.account.auth_backends.AuthenticationBackend"}

SESSION = Compiled(lambda key: Session.objects.filter(session_key=key))
PERSON = Compiled(lambda pk: Person.objects.filter(pk=pk))


class SessionStore(db.SessionStore):
    """Django's own in the database; `SESSION_ENGINE` names this module."""

    def load(self) -> dict[str, object]:
        for session in SESSION.objects(self.session_key or ""):
            if session.expire_date > timezone.now():
                return _of_today(self.decode(session.session_data))
        self._session_key = None
        return {}


def _of_today(session: dict[str, object]) -> dict[str, object]:
    """Return the data of a session in the form of this release."""
    if session.get(BACKEND_SESSION_KEY) in FORMER_BACKENDS:
        session[BACKEND_SESSION_KEY] = f"{__name__}.{Backend.__name__}"
    return session


class Backend(AuthenticationBackend):
    """Allauth's own; it says, too, who the person of a session is.

    Who signs in by an address is the person who has it: no other table is asked.
    """

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        person = Person.objects.with_address(email).first()
        return self._check_password(person, password)

    def get_user(self, user_id: int) -> Person | None:
        for person in PERSON.objects(user_id):
            return person if self.user_can_authenticate(person) else None
        return None
