"""How many pixels a picture has, by its header. A few bytes are read and nothing is ever decoded.

PNG: RFC 2083, 4.1.1. GIF: GIF89a, 18. JPEG: ITU-T T.81, B.2.2. WebP: RFC 9649, 2.5 to 2.7.
"""

from typing import IO

MOST_SEGMENTS = 500  # of a JPEG, before the one that says its size
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # segments of a JPEG that say its size
ALONE = {0x01, *range(0xD0, 0xD8)}  # marks of a JPEG without a length


def pixels_of(file: IO[bytes], media_type: str) -> int | None:
    """Return width times height of a picture; None where its header does not say them."""
    file.seek(0)
    read = READERS.get(media_type)
    size = read(file) if read else None
    return size[0] * size[1] if size and all(size) else None


def _png(file: IO[bytes]) -> tuple[int, int] | None:
    head = file.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":
        return None
    return _big_endian(head[16:20]), _big_endian(head[20:24])


def _gif(file: IO[bytes]) -> tuple[int, int] | None:
    head = file.read(10)
    return (_little_endian(head[6:8]), _little_endian(head[8:10])) if len(head) == 10 else None


def _jpeg(file: IO[bytes]) -> tuple[int, int] | None:
    file.seek(2)
    for _segment in range(MOST_SEGMENTS):
        mark = file.read(2)
        while mark == b"\xff\xff":  # bytes that fill
            mark = mark[:1] + file.read(1)
        if len(mark) < 2 or mark[0] != 0xFF:
            return None
        if mark[1] in ALONE:
            continue
        head = file.read(7)
        if len(head) < 7:
            return None
        if mark[1] in FRAMES:
            return _big_endian(head[5:7]), _big_endian(head[3:5])
        file.seek(_big_endian(head[:2]) - len(head), 1)
    return None


def _webp(file: IO[bytes]) -> tuple[int, int] | None:
    head = file.read(30)
    kind, body = head[12:16], head[20:]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return _little_endian(body[4:7]) + 1, _little_endian(body[7:10]) + 1
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = _little_endian(body[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return _little_endian(body[6:8]) & 0x3FFF, _little_endian(body[8:10]) & 0x3FFF
    return None


def _big_endian(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def _little_endian(octets: bytes) -> int:
    return int.from_bytes(octets, "little")


READERS = {"image/png": _png, "image/gif": _gif, "image/jpeg": _jpeg, "image/webp": _webp}
