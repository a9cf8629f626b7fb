"""The largest upload: a larger request is refused before any of it is stored."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from board.models.card.attachment import LARGEST

AROUND = 2**16  # bytes of a form around its file
MOST = LARGEST + AROUND


class BoundedUpload(FileUploadHandler):
    """Refuses a form that is larger than the largest file, by the length that it says of itself."""

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - Django calls it so
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
