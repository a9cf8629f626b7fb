import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.most import Most

if TYPE_CHECKING:
    from board.models.board.board import Board

MEGABYTE = 2**20
LARGEST = 25 * MEGABYTE  # bytes of one file
LONGEST_NAME = 150
FOLDER = "attachments"  # of the storage
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}  # that a page may show
LARGEST_THUMBNAIL = 5 * MEGABYTE  # a larger picture is not fetched to be drawn small
HEAD = 4096  # bytes that decide the type of a file
SIGNATURES = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
]
PLAIN, UNKNOWN = "text/plain", "application/octet-stream"
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode categories of invisible characters


def media_type(head: bytes) -> str:
    """Return the type of a file by its content, never by its name: HTML and SVG are plain text."""
    for signature, found in SIGNATURES:
        if head.startswith(signature):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return PLAIN if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) >= HEAD  # a character that was cut
    return True


def clean_name(name: str) -> str:
    """Return the last part of a name without invisible characters, such as direction marks."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(each) in HIDDEN else each for each in last)
    seen = " ".join(seen.split()).strip(". ")
    stem, dot, ending = seen.rpartition(".")
    if dot and len(ending) <= 20:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return seen[:LONGEST_NAME] or "file"


def check_size(size: int) -> None:
    """Raise ValidationError for a file that is empty or too large."""
    if not size:
        raise ValidationError({"file": _now("The file is empty.")})
    if size > LARGEST:
        most = {"most": LARGEST // MEGABYTE}
        raise ValidationError({"file": _now("A file has at most %(most)s MB.") % most})


def _stored_as(attachment: "Attachment", _name: str) -> str:
    """Return an unguessable name that has no part of the file's own name."""
    secret = uuid4().hex
    return f"{FOLDER}/{secret[:2]}/{secret}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def in_order(self) -> "AttachmentQuerySet":
        """Return the files, oldest first, with the person who attached each, in one statement."""
        return self.select_related("by").order_by("at", "pk")

    def of_board(self, board: "Board") -> "AttachmentQuerySet":
        return self.filter(card__board=board)

    def pictures(self) -> "AttachmentQuerySet":
        """Those that a page may show."""
        return self.filter(media_type__in=PICTURES)

    def stored_at(self, paths: Collection[str]) -> set[str]:
        """Which of these places of the storage hold the content of an attachment."""
        return set(self.filter(file__in=paths).values_list("file", flat=True))

    def bytes(self) -> int:
        """Return the total size of the files."""
        found: dict[str, Any] = self.order_by().aggregate(all=Sum("size"))
        return found["all"] or 0


class Attachment(models.Model):
    """A file of a card; its content is in the storage under a name of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    card = models.ForeignKey("board.Card", models.CASCADE, related_name="attachments")
    by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=40)
    file = models.FileField(upload_to=_stored_as, max_length=100)

    objects = AttachmentQuerySet.as_manager()

    MOST = Most(100, _("A card has at most %(most)s files."))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="an_attachment_has_a_name"),
            models.CheckConstraint(condition=Q(size__gt=0), name="an_attachment_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it; by its content, never by its name."""
        return self.media_type in PICTURES

    @property
    def has_thumbnail(self) -> bool:
        return self.is_picture and self.size <= LARGEST_THUMBNAIL
