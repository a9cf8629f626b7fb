from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from board.models.name import NameField
from board.models.people.credentials import PersonCredentials, PersonQuerySet
from board.models.people.membership import MAY_CHANGE
from board.models.time_zone import check_time_zone

if TYPE_CHECKING:
    from board.models.board.board import Board
    from board.models.people.api_token import ApiToken


class Theme(models.TextChoices):
    """Whether the pages are light or dark."""

    AUTO = "auto", _("as my device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this e-mail address, in any case."""
        return self.with_address(username or "").get()

    def working_on(self, board: "Board") -> "models.QuerySet[Person]":
        """Return the people who may change cards of this board, by name."""
        return self.filter(memberships__board=board, memberships__role__in=MAY_CHANGE).order_by(
            Lower("name"), "email"
        )

    def seeing(self, board: "Board") -> "models.QuerySet[Person]":
        """Return the people who can see this board and sign in, by name."""
        return self.filter(memberships__board=board, is_active=True).order_by(
            Lower("name"), "email"
        )

    def create_user(self, email: str, password: str | None = None, **facts) -> "Person":
        """Create a person whose address an operator or a program of ours vouches for."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=self.normalize_email(email), **facts)
        person.set_password(password)
        person.save(using=self._db)
        person.prove_address()
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class Person(PersonCredentials, AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by their e-mail address."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = NameField(_("name"), max_length=150, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", validators=[check_time_zone]
    )
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    token: "ApiToken | None" = None  # the token of the program that acts for this person

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="an_email_address_is_one_person",
                violation_error_message=_("Somebody has this e-mail address already."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def rename(self, name: str, *, by: "Person | None") -> None:
        """Rename this person, and put every board that shows them out of date."""
        with transaction.atomic():
            self.show_new_name(by=by)
            self.name = name
            self.save(update_fields=["name"])

    def show_new_name(self, *, by: "Person | None") -> None:
        """Put every page that shows this person out of date; boards are locked before people."""
        for board in self.boards.order_by("pk"):
            board.rename_member(self, by=by)

    @property
    def short_name(self) -> str:
        """Return the name that a board shows: the name, or the address before the @."""
        return self.name or self.email.partition("@")[0]

    @property
    def first_name(self) -> str:
        """Return the first name, for lines with many people."""
        return self.short_name.split()[0] if self.short_name.split() else "?"

    @property
    def initials(self) -> str:
        """Return the two letters that stand for this person on a card."""
        words = self.short_name.replace(".", " ").replace("-", " ").split() or ["?"]
        letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
        return letters.upper()
