"""A picture drawn small, by a program of its own that a hostile picture may break."""

import logging
import subprocess
import sys
from pathlib import Path
from threading import Lock

PROGRAM = Path(__file__).with_name("thumbnail_program.py")
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
MEDIA_TYPE = "image/webp"
MOST_PIXELS = 40_000_000  # of a picture that a page shows: a browser takes 4 bytes for each
LONGEST = 20  # seconds
ONE_AT_A_TIME = Lock()  # in each process, since a large picture takes up to 512 MB

log = logging.getLogger(__name__)


def drawn_small(content: bytes, media_type: str) -> bytes:
    """Return a WebP of at most 320 by 320 pixels without metadata; nothing where it cannot be drawn.

    The picture is read in the format of its media type and in no other.
    """
    command = [sys.executable, "-I", str(PROGRAM), FORMATS[media_type], str(MOST_PIXELS)]
    try:
        with ONE_AT_A_TIME:
            ended = subprocess.run(
                command, input=content, capture_output=True, timeout=LONGEST, env={}, check=False
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.warning("A picture was not drawn small: %s", error)
        return b""
    if ended.returncode:
        words = ended.stderr.decode(errors="replace").strip()[-200:]
        log.info("A picture was not drawn small: %s (%s)", words, ended.returncode)
        return b""
    return ended.stdout
