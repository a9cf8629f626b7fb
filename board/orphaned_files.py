"""Contents of files that no row names: a process that ended between the two left them."""

import logging
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from board.models import Attachment
from board.models.card.attachment import FOLDER

A_DAY = timedelta(days=1)  # in which a content may still get its row

log = logging.getLogger(__name__)


def sweep(now: datetime) -> int:
    """Delete contents and thumbnails of no attachment that are older than a day; return their number."""
    swept = 0
    for folder in _listed(FOLDER)[0]:
        paths = {f"{FOLDER}/{folder}/{name}" for name in _listed(f"{FOLDER}/{folder}")[1]}
        for path in paths - Attachment.objects.stored_at(paths):
            if default_storage.get_modified_time(path) < now - A_DAY:
                default_storage.delete(path)
                swept += 1
    if swept:
        log.warning("%s contents of files that belong to no card were deleted", swept)
    return swept


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder of the storage; none where it is not there."""
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
