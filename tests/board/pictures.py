"""The heads of pictures of any size, written byte by byte."""


def png(width: int, height: int) -> bytes:
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x06\x00\x00\x00"


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")


def jpeg(width: int, height: int) -> bytes:
    """With a comment of 60 kB before its size, as cameras write."""
    comment = b"\xff\xfe" + (60_000).to_bytes(2, "big") + bytes(59_998)
    size = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8" + comment + b"\xff\xff\xff\xc2\x00\x11\x08" + size + b"\x03"


def webp(width: int, height: int, kind: str) -> bytes:
    body = {
        "VP8X": lambda: bytes(4) + _little(width - 1, 3) + _little(height - 1, 3),
        "VP8L": lambda: b"\x2f" + _little(width - 1 | height - 1 << 14, 4) + bytes(5),
        "VP8 ": lambda: bytes(3) + b"\x9d\x01\x2a" + _little(width, 2) + _little(height, 2),
    }[kind]()
    return b"RIFF" + bytes(4) + b"WEBP" + kind.encode() + _little(len(body), 4) + body


def _little(number: int, length: int) -> bytes:
    return number.to_bytes(length, "little")
