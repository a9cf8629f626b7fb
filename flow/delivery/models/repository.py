import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from board.models.checks import check_fields
from board.models.most import Most
from board.models.name import NameField
from board.models.refusals import NameTaken

if TYPE_CHECKING:
    from board.models import Board, Person

OLD_SECRET_WORKS = timedelta(days=1)


class Provider(models.TextChoices):
    """Where a repository is kept."""

    GITHUB = "github", gettext_lazy("GitHub")
    GITLAB = "gitlab", gettext_lazy("GitLab")
    OTHER = "other", gettext_lazy("another place")


class RepositoryQuerySet(models.QuerySet["Repository"]):
    def seen_by(self, person: "Person") -> "RepositoryQuerySet":
        """Return the repositories of the boards on which this person has a role."""
        return self.filter(board__memberships__person=person)

    def of(self, board: "Board") -> "RepositoryQuerySet":
        return self.filter(board=board)

    def called(self, provider: str, name: str) -> "RepositoryQuerySet":
        return self.filter(provider=provider, name__iexact=name)

    def named(self, name: str) -> "RepositoryQuerySet":
        """Return the repositories with this name, `acme/harbour` or `github:acme/harbour`, in upper
        or lower case.
        """
        provider, colon, rest = name.partition(":")
        if colon and provider.lower() in Provider.values:
            return self.called(provider.lower(), rest)
        return self.filter(name__iexact=name)

    def at(self, provider: str, handle: str) -> "RepositoryQuerySet":
        return self.filter(provider=provider, handle=handle)

    def shown_on(self, board: "Board") -> "RepositoryQuerySet":
        """Return the repositories of the board, and those with a component of one of its teams."""
        return self.filter(Q(board=board) | Q(components__team__board=board)).distinct()

    def to_count(self) -> list[int]:
        """The ids of those whose figures are to be counted again."""
        asked = self.filter(updates__is_to_count=True).order_by()
        return list(asked.values_list("pk", flat=True).distinct())

    def versions(self) -> list[tuple[int, str, int, int | None]]:
        """Of each the id, the name and its version, which no other state of it has.

        Of updates at the same time the later number may be there first, so they are counted, too.
        """
        updates = {"many": Count("updates", distinct=True), "last": Max("updates")}
        rows = self.order_by("pk").annotate(**updates)
        return list(rows.values_list("pk", "name", "many", "last"))

    def locked(self, pk: int) -> "Repository | None":
        """The repository, held until the transaction ends; None while somebody else holds it."""
        return self.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()


def new_handle() -> str:
    return secrets.token_urlsafe(24)


def new_secret() -> str:
    return secrets.token_urlsafe(32)


class Repository(models.Model):
    """A place where code is kept, known by the full name that its provider gives it.

    Its secret is kept as it is: a signature over a body can be checked with nothing less.
    """

    board = models.ForeignKey("board.Board", models.CASCADE, related_name="repositories")
    provider = models.CharField(max_length=6, choices=Provider)
    name = NameField(gettext_lazy("full name"), max_length=200)
    default_branch = models.CharField(max_length=200, default="main")
    left_out = ArrayField(models.CharField(max_length=300), default=list)
    handle = models.CharField(max_length=64, unique=True, default=new_handle, editable=False)
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    old_secret = models.CharField(max_length=64, default="", editable=False)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    provider_id = models.CharField(max_length=40, default="", editable=False)
    bad_signatures = models.PositiveIntegerField(default=0, editable=False)
    bad_signature_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RepositoryQuerySet.as_manager()

    MOST = Most(200, gettext_lazy("A board has at most %(most)s repositories."))
    MOST_LEFT_OUT = Most(100, gettext_lazy("At most %(most)s paths are left out."))

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "repositories"
        constraints = [
            models.UniqueConstraint(
                "provider", Lower("name"), name="a_repository_is_known_once_by_its_provider"
            ),
            models.CheckConstraint(
                condition=Q(provider__in=Provider.values),
                name="a_repository_is_at_a_provider_that_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}"

    @classmethod
    def connect(
        cls,
        board: "Board",
        *,
        provider: str,
        name: str,
        by: "Person | None",
        default_branch: str = "main",
        left_out: Sequence[str] = (),
    ) -> "Repository":
        """A new repository of this board; the first one switches delivery on there.

        Raises ValidationError for a name that is taken, by any board.
        """
        with transaction.atomic():
            cls.MOST.check(board.repositories.count())
            repository = cls(
                board=board,
                provider=provider,
                name=name,
                default_branch=default_branch,
                left_out=list(left_out),
            )
            repository._check()
            repository._save_if_free()
            if not board.practices["delivery"]:
                board.switch_practices(by=by, delivery=True)
        return repository

    def revise(self, **fields: Any) -> "Repository":
        """Change what is named: name, default_branch, left_out."""
        for what, value in fields.items():
            setattr(self, what, list(value) if what == "left_out" else value)
        self._check()
        self._save_if_free([*fields])
        if "left_out" in fields:
            self.ask_to_count()
        self.raise_version()
        return self

    def ask_to_count(self) -> None:
        """Let all that is derived be counted again by a task: what it follows from has changed.

        Like each update it takes no lock.
        """
        self.updates.create(is_to_count=True)

    @property
    def is_to_count(self) -> bool:
        return self.updates.to_count().exists()

    def raise_version(self) -> None:
        """Raise the version of this repository, so that every kept page of it is out of date.

        In the transaction that writes what has changed. It takes no lock: a person who says something
        waits for no delivery, and none for a person.
        """
        self.updates.create()

    def renew_secret(self) -> str:
        """A new secret; the old one works for a day."""
        self.old_secret, self.old_secret_until = self.secret, timezone.now() + OLD_SECRET_WORKS
        self.secret = new_secret()
        self.save(update_fields=["secret", "old_secret", "old_secret_until"])
        return self.secret

    @property
    def secrets(self) -> list[str]:
        """Return the valid secrets."""
        until = self.old_secret_until
        is_old_good = self.old_secret and until is not None and until > timezone.now()
        return [self.secret, self.old_secret] if is_old_good else [self.secret]

    def has_signed(self, body: bytes, signature: str) -> bool:
        """Whether this is the signature of the body, as GitHub writes it: sha256=..."""
        return any(
            _same(f"sha256={hmac.new(secret.encode(), body, sha256).hexdigest()}", signature)
            for secret in self.secrets
        )

    def knows_secret(self, sent: str) -> bool:
        """Whether this is its secret, as GitLab sends it."""
        return any(_same(secret, sent) for secret in self.secrets)

    def note_bad_signature(self) -> None:
        Repository.objects.filter(pk=self.pk).update(
            bad_signatures=F("bad_signatures") + 1, bad_signature_at=timezone.now()
        )

    def _check(self) -> None:
        self.MOST_LEFT_OUT.check(0, more=len(self.left_out))
        check_fields(self, "name", "provider", "default_branch")
        same = Repository.objects.called(self.provider, self.name).exclude(pk=self.pk)
        if same.exists():
            raise self._taken()

    def _taken(self) -> NameTaken:
        return NameTaken(_("%(name)s is connected already.") % {"name": self.name})

    def _save_if_free(self, fields: Sequence[str] | None = None) -> None:
        """Save it; of two at once with the same name, one is refused: the name is taken."""
        try:
            with transaction.atomic():
                self.save(update_fields=fields)
        except IntegrityError as error:
            raise self._taken() from error


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))
