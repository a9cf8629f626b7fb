from email.mime.image import MIMEImage

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import Exists, OuterRef


class IllustrationQuerySet(models.QuerySet["Illustration"]):
    def unseen(self) -> "IllustrationQuerySet":
        """Return the pictures that no notice shows any more."""
        shows = Illustration.notices.through.objects.filter(illustration=OuterRef("pk"))
        return self.filter(~Exists(shows))


class Illustration(models.Model):
    """A picture in mails, stored once for all of them: the HTML names it as `cid:` and `name`."""

    name = models.CharField(max_length=120, unique=True)
    subtype = models.CharField(max_length=20)
    content = models.BinaryField()

    objects = IllustrationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def kept(images: list[MIMEImage]) -> "list[Illustration]":
        """Return these pictures as rows; a picture with a known name is the same one.

        Each is locked until the transaction ends, so that it is not deleted before a notice shows it.
        """
        rows = {row.name: row for row in map(Illustration._of, images)}
        return Illustration.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["subtype"],
        )

    @staticmethod
    def _of(image: MIMEImage) -> "Illustration":
        return Illustration(
            name=image["Content-ID"].strip("<>"),
            subtype=image.get_content_subtype(),
            content=image.get_payload(decode=True),
        )

    def as_part(self) -> MIMEImage:
        """Return the picture as a part of a mail, as the HTML shows it."""
        part = MIMEImage(bytes(self.content), self.subtype)
        part.add_header("Content-ID", f"<{self.name}>")
        part.add_header("Content-Disposition", "inline")
        return part


class Illustrated(EmailMultiAlternatives):
    """A mail whose pictures belong to its HTML and are not attachments."""

    mixed_subtype = "related"
