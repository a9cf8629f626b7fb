"""The form of an attachment."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from board.forms.verbs import TermsForm
from board.models.card.attachment import LARGEST, MEGABYTE, check_size


class AttachForm(TermsForm):
    """A file of somebody's machine."""

    verb = "attach"
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the noun says so itself
        help_text=_("At most %(most)s MB.") % {"most": LARGEST // MEGABYTE},
    )

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any):
        super().__init__(data, files, **kwargs)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            check_size(file.size or 0)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        return file


class DetachForm(TermsForm):
    verb = "detach"
