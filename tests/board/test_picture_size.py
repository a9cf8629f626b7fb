"""The header of a picture says how many pixels it has; what is cut or false says nothing."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.models.card.picture_size import READERS, pixels_of
from tests.board.pictures import gif, jpeg, png, webp

PICTURES = {
    "image/png": [png],
    "image/gif": [gif],
    "image/jpeg": [jpeg],
    "image/webp": [lambda w, h, k=k: webp(w, h, k) for k in ("VP8X", "VP8L", "VP8 ")],
}
EACH = [(kind, make) for kind, makers in PICTURES.items() for make in makers]


@pytest.mark.parametrize(("kind", "make"), EACH)
def test_width_times_height(kind, make):
    assert pixels_of(BytesIO(make(640, 480)), kind) == 640 * 480


@pytest.mark.parametrize(("kind", "make"), EACH)
def test_a_picture_that_was_cut_says_nothing(kind, make):
    whole = make(640, 480)
    for length in (*range(30), len(whole) - 5):
        if length < len(whole) - 4:
            assert pixels_of(BytesIO(whole[:length]), kind) in (None, 640 * 480)


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=300))
def test_no_content_is_an_error(kind, content):
    found = pixels_of(BytesIO(content), kind)
    assert found is None or 0 < found < 2**64


def test_a_jpeg_of_endless_segments_is_read_no_further():
    endless = b"\xff\xd8" + b"\xff\xfe\x00\x07\x00\x00\x00\x00\x00" * 100_000
    file = BytesIO(endless)
    assert pixels_of(file, "image/jpeg") is None
    assert file.tell() < 10_000


def test_what_is_no_picture_has_no_pixels():
    assert pixels_of(BytesIO(b"Hello"), "text/plain") is None
