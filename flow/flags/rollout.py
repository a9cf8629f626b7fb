"""The bucket of a targeting key: pure, and stable for ever, since raising a rollout may take the
flag from nobody.

The bucket of a targeting key is the first eight bytes of SHA-256 of "FLAG:TARGETING KEY" in UTF-8,
as a whole number (big-endian) modulo 10,000. A key is in while its bucket is below 100 times the
rollout in percent.
"""

from hashlib import sha256

BUCKETS = 10_000
STEPS = (0, 1, 5, 25, 50, 100)  # %


def bucket(flag: str, targeting_key: str) -> int:
    """The ten-thousandth of all keys to which this one belongs: 0 to 9,999."""
    digest = sha256(f"{flag}:{targeting_key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS


def is_in(flag: str, targeting_key: str, percent: int) -> bool:
    return bucket(flag, targeting_key) < percent * (BUCKETS // 100)


def next_step(percent: int) -> int:
    """The step of the ramp above this share; 100 has none, and is its own."""
    return next((step for step in STEPS if step > percent), 100)


def skips(was: int, now: int) -> bool:
    """Whether going from one share to another leaves out a step of the ramp."""
    return now > next_step(was)
