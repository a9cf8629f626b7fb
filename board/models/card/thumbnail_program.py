"""A program that draws a picture small: from stdin, as a WebP without metadata to stdout.

`python thumbnail_program.py PNG 40000000` reads that format alone, up to this number of pixels. It
runs apart from Sluice (`thumbnail.py`), since a hostile picture may take all memory and time, or break
what reads it.
"""

import io
import resource
import sys
from contextlib import suppress

from PIL import ExifTags, Image

SIDE = 320  # pixels, of the longer side
MOST_SCANS = 100  # of a JPEG: each goes over all pixels again; a camera writes at most a dozen
ROUGHLY = 4  # times SIDE: as far pixels are left out, the rest is drawn well
LIMITS = {
    resource.RLIMIT_AS: 512 * 2**20,  # bytes of memory
    resource.RLIMIT_CPU: 10,  # seconds
    resource.RLIMIT_CORE: 0,  # bytes of a dump
}
UPRIGHT = 1
TURNS = {  # by the orientation of EXIF 2.3, 4.6.4
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class NotDrawn(Exception):
    """The picture is too large or too costly to draw."""


def drawn(content: bytes, form: str, most_pixels: int) -> bytes:
    """Return the first frame as a WebP of at most SIDE by SIDE pixels, turned as its EXIF says."""
    if form == "JPEG" and content.count(b"\xff\xda") > MOST_SCANS:
        raise NotDrawn
    image: Image.Image = Image.open(io.BytesIO(content), formats=[form])
    if image.width * image.height > most_pixels:
        raise NotDrawn
    image.draft("RGB", (SIDE * ROUGHLY, SIDE * ROUGHLY))  # a JPEG is decoded no larger than that
    image.load()
    every = max(image.size) // (SIDE * ROUGHLY)
    if every > 1:
        fewer = max(image.width // every, 1), max(image.height // every, 1)
        image = image.resize(fewer, Image.Resampling.NEAREST)
    has_alpha = image.has_transparency_data
    image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((SIDE, SIDE))
    turn = TURNS.get(image.getexif().get(ExifTags.Base.Orientation) or UPRIGHT)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}  # a place, a camera, a profile
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80)
    return out.getvalue()


def main() -> None:
    for kind, most in LIMITS.items():
        with suppress(ValueError, OSError):  # a system that does not limit this
            resource.setrlimit(kind, (most, most))
    form, most_pixels = sys.argv[1], int(sys.argv[2])
    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        small = drawn(sys.stdin.buffer.read(), form, most_pixels)
    except Exception as error:  # of bytes from anywhere: each reader has errors of its own
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(small)


if __name__ == "__main__":
    main()
