import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from board.models.card.thumbnail import MOST_PIXELS, drawn_small
from board.models.most import Most

if TYPE_CHECKING:
    from board.models.board.board import Board

MEGABYTE = 2**20
LARGEST = 25 * MEGABYTE  # bytes of one file
LONGEST_NAME = 150
FOLDER = "attachments"  # of the storage
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}  # that a page may show
LARGEST_THUMBNAIL = 5 * MEGABYTE  # a larger picture is not drawn small
SMALL = ".webp"  # after the name of a content: of its thumbnail
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
    for signature, type_ in SIGNATURES:
        if head.startswith(signature):
            return type_
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
        """Return the pictures that a page may show."""
        return self.filter(media_type__in=PICTURES, pixels__lte=MOST_PIXELS)

    def with_thumbnail(self) -> "AttachmentQuerySet":
        """Return the pictures that are drawn small, or will be when that is asked for."""
        can_be_drawn = Q(thumbnail_size=None) | Q(thumbnail_size__gt=0)
        return self.pictures().filter(can_be_drawn, size__lte=LARGEST_THUMBNAIL)

    def stored_at(self, paths: Collection[str]) -> set[str]:
        """Which of these places of the storage hold the content of an attachment, or its thumbnail."""
        contents = {path: path.removesuffix(SMALL) for path in paths}
        named = set(self.filter(file__in={*contents.values()}).values_list("file", flat=True))
        return {path for path, content in contents.items() if content in named}

    def bytes(self) -> int:
        """Return the total size of the files."""
        sums: dict[str, Any] = self.order_by().aggregate(all=Sum("size"))
        return sums["all"] or 0


class Attachment(models.Model):
    """A file of a card; its content is in the storage under a name of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    card = models.ForeignKey("board.Card", models.CASCADE, related_name="attachments")
    by = models.ForeignKey("board.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=40)
    pixels = models.PositiveBigIntegerField(null=True, db_default=0)  # 0: from before it was read
    file = models.FileField(upload_to=_stored_as, max_length=100)
    thumbnail_size = models.PositiveIntegerField(null=True)  # bytes; 0: none, null: not drawn yet

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
        """Whether a page may show it: by its content, never by its name; not if it is huge."""
        if self.media_type not in PICTURES or self.pixels is None:
            return False
        return self.pixels <= MOST_PIXELS

    @property
    def has_thumbnail(self) -> bool:
        """Whether the picture is drawn small, or will be when that is asked for."""
        may_be_drawn = self.is_picture and self.size <= LARGEST_THUMBNAIL
        return may_be_drawn and self.thumbnail_size != 0

    @property
    def thumbnail_name(self) -> str:
        """Return the place of the thumbnail in the storage: next to the content."""
        return f"{self.file.name}{SMALL}"

    def draw_thumbnail(self, file: "File[bytes]") -> None:
        """Draw the picture small and keep that next to its content; a picture that cannot be drawn
        has none.

        `file` has the content. Two that draw the same picture at once keep one thumbnail.
        """
        if not self.has_thumbnail:
            self.thumbnail_size = 0
            return
        file.seek(0)
        small = drawn_small(file.read(), self.media_type)
        self.thumbnail_size = len(small)
        if small:
            kept = self.file.storage.save(self.thumbnail_name, ContentFile(small))
            if kept != self.thumbnail_name:  # another was faster
                self.file.storage.delete(kept)

    def open_thumbnail(self) -> "File[bytes] | None":
        """Return the thumbnail, drawn now if nobody asked for it yet; None if it cannot be drawn."""
        if self.thumbnail_size is None:
            with self.file.open("rb") as file:
                self.draw_thumbnail(file)
            here = Attachment.objects.filter(pk=self.pk)
            if not here.update(thumbnail_size=self.thumbnail_size):  # removed meanwhile
                self.file.storage.delete(self.thumbnail_name)
                return None
        return self.file.storage.open(self.thumbnail_name) if self.thumbnail_size else None

    def delete_contents(self) -> None:
        """Delete the content and the thumbnail from the storage."""
        if self.media_type in PICTURES:
            self.file.storage.delete(self.thumbnail_name)
        self.file.storage.delete(str(self.file.name))
