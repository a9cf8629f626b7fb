"""A picture is drawn small once, by a program of its own; what cannot be drawn shows a sign."""

import zlib
from datetime import timedelta
from io import BytesIO
from struct import pack

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image, ImageChops

from board.models import Attachment, TooMany
from board.models.card import thumbnail
from board.models.card.attachment import LARGEST_THUMBNAIL, MEGABYTE
from board.models.card.thumbnail_program import MOST_SCANS, SIDE
from board.orphaned_files import sweep
from tests.board.pictures import gif, jpeg, png, webp

ORIENTATION, GPS = 0x0112, 0x8825
CARD = "/boards/SLU/cards/1/"


def encoded(image: Image.Image, form: str, **how) -> bytes:
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def picture(form="PNG", mode="RGB", size=(900, 600), **how) -> bytes:
    return encoded(Image.radial_gradient("L").resize(size).convert(mode), form, **how)


def chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))


def many_scans() -> bytes:
    """A progressive JPEG whose last scan is there a few hundred times."""
    whole = picture("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * (MOST_SCANS * 3) + whole[-2:]


@pytest.fixture
def card(kept_apart, build, card_in):
    return card_in(build)


@pytest.fixture
def attach(card, ada):
    return lambda content, name="quay.png": card.attach(ContentFile(content, name), by=ada)


@pytest.fixture
def see(browser_of, vera):
    return browser_of(vera)


def stored(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def small(file: Attachment) -> Image.Image:
    kept = file.open_thumbnail()
    assert kept is not None
    with kept:
        image = Image.open(BytesIO(kept.read()))
    assert image.format == "WEBP"
    return image


def where(file, page="thumbnail"):
    return f"{CARD}files/{file.pk}/{page}/"


def test_a_picture_is_drawn_small_beside_its_content_and_the_list_shows_that(
    attach, see, kept_apart, browser_of, sam
):
    file = attach(picture())
    name = file.file.name.rpartition("/")[2]
    assert stored(kept_apart) == [name, f"{name}.webp"]
    assert small(file).size == (SIDE, SIDE * 2 // 3)
    page = see.get(CARD).content.decode()
    assert f'src="{where(file)}"' in page
    assert where(file, "picture") not in page
    answer = see.get(where(file))
    content = b"".join(answer.streaming_content)
    assert len(content) == file.thumbnail_size == int(answer["Content-Length"]) < file.size
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    again = {"If-None-Match": answer["ETag"]}
    assert see.get(where(file), headers=again).status_code == 304
    assert browser_of(sam).get(where(file), headers=again).status_code == 404


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")),
        *(("JPEG", mode) for mode in ("L", "RGB", "CMYK")),
        *(("GIF", mode) for mode in ("L", "P")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
    ],
)
def test_every_kind_of_a_known_format_is_drawn(form, mode):
    drawn = thumbnail.drawn_small(picture(form, mode), f"image/{form.lower()}")
    assert Image.open(BytesIO(drawn)).size == (320, 213)


@pytest.mark.parametrize("size", [(1, 1), (40, 30), (1, 20_000), (20_000, 1), (3000, 2000)])
def test_no_picture_is_drawn_larger_than_it_is_or_without_a_side(size):
    width, height = Image.open(BytesIO(thumbnail.drawn_small(picture(size=size), "image/png"))).size
    assert 0 < width <= min(size[0], SIDE)
    assert 0 < height <= min(size[1], SIDE)


def test_a_photo_stands_upright_and_names_no_place(attach):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (53.0, 32.0, 30.0)}
    photo = picture("JPEG", exif=exif, icc_profile=b"profile", comment=b"a secret", xmp=b"<x/>")
    image = small(attach(photo, "photo.jpg"))
    assert image.size == (213, 320)
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_picture_is_turned_as_its_exif_says(orientation):
    corner = Image.new("RGB", (60, 40))
    corner.paste((255, 0, 0), (0, 0, 30, 20))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turned = encoded(corner.transpose(BACK[orientation]), "JPEG", quality=95, exif=exif)
    image = Image.open(BytesIO(thumbnail.drawn_small(turned, "image/jpeg"))).convert("RGB")
    off = ImageChops.difference(image, corner).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert max(off) < 12


BACK = {  # how a camera held so sees what is upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def test_an_animation_shows_its_first_frame_and_what_is_clear_stays_clear(attach):
    frames = [Image.new("RGB", (50, 50), name) for name in ("red", "blue", "green")]
    moving = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    image = small(attach(moving, "moving.gif"))
    assert not getattr(image, "is_animated", False)
    red, _green, blue = image.convert("RGB").getpixel((25, 25))
    assert (red > 200, blue < 50) == (True, True)
    clear = encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")
    assert small(attach(clear)).convert("RGBA").getpixel((25, 25))[3] == 0


CUT = {form: picture(form)[:-400] for form in ("PNG", "JPEG", "WEBP")}
HOSTILE = {
    **{f"a {form} that was cut": content for form, content in CUT.items()},
    "the head of a PNG": png(640, 480),
    "the head of a GIF": gif(640, 480),
    "the head of a JPEG": jpeg(640, 480),
    "the head of a WebP": webp(640, 480, "VP8X"),
    "a PNG that begins as a JPEG": b"\xff\xd8\xff" + picture(),
    "a JPEG that begins as a PNG": b"\x89PNG\r\n\x1a\n" + picture("JPEG"),
    "a TIFF that begins as a GIF": b"GIF89a" + picture("TIFF"),
    "a GIF that is a script, too": b"GIF89a=1;alert(1)//",
    "a GIF whose frame is huge": gif(1, 1)
    + b"\x00\x00\x00\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00\x3b",
    "a JPEG of hundreds of scans": many_scans(),
    "a PNG whose text unpacks to 100 MB": png(9, 9)[:8]
    + chunk(b"IHDR", pack(">IIBBBBB", 9, 9, 8, 0, 0, 0, 0))
    + chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(100 * MEGABYTE)))
    + picture(size=(9, 9), mode="L")[33:],
    "a PNG of 40 million pixels without a body": png(8000, 5000) + b"\x00" * 99,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_drawn_is_kept_and_shows_the_sign_of_a_file(attach, see, kept_apart, what):
    file = attach(HOSTILE[what])
    assert len(stored(kept_apart)) == 1
    assert (file.media_type.startswith("image/"), file.thumbnail_size) == (True, 0)
    page = see.get(CARD).content.decode()
    assert "card-file__picture" not in page
    assert "#file" in page
    assert see.get(where(file)).status_code == 404
    assert b"".join(see.get(f"{CARD}files/{file.pk}/").streaming_content) == HOSTILE[what]


def test_a_picture_is_known_by_its_content_whatever_its_name_or_its_end(attach):
    assert small(attach(picture("PNG"), "says-jpeg.jpg")).size == (320, 213)
    assert small(attach(picture("PNG") + b"PK\x03\x04<script>", "polyglot.zip")).size == (320, 213)


@pytest.mark.parametrize(
    "content",
    [
        png(8001, 5000),
        picture(size=(9, 9)) + bytes(LARGEST_THUMBNAIL),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"II*\x00" + bytes(9),
    ],
)
def test_what_is_too_large_or_no_known_picture_is_not_even_tried(
    attach, see, kept_apart, monkeypatch, content
):
    monkeypatch.setattr("board.models.card.attachment.drawn_small", _never)
    file = attach(content)
    assert see.get(where(file)).status_code == 404
    Attachment.objects.update(thumbnail_size=None)
    assert see.get(where(file)).status_code == 404
    assert "card-file__picture" not in see.get(CARD).content.decode()
    assert len(stored(kept_apart)) == 1


def _never(*_said):
    raise AssertionError


def test_a_picture_from_before_is_drawn_when_it_is_first_asked_for_and_once(
    attach, see, kept_apart, monkeypatch
):
    file = attach(picture())
    default_storage.delete(file.thumbnail_name)
    Attachment.objects.update(thumbnail_size=None)
    assert where(file) in see.get(CARD).content.decode()
    assert see.get(where(file)).status_code == 200
    assert len(stored(kept_apart)) == 2
    monkeypatch.setattr("board.models.card.attachment.drawn_small", _never)
    assert see.get(where(file)).status_code == 200


def test_a_broken_picture_from_before_is_tried_once(attach, see):
    file = attach(CUT["PNG"])
    Attachment.objects.update(thumbnail_size=None)
    assert see.get(where(file)).status_code == 404
    file.refresh_from_db()
    assert file.thumbnail_size == 0


def test_two_that_draw_at_once_keep_one_thumbnail(attach, kept_apart):
    file = attach(picture())
    Attachment.objects.update(thumbnail_size=None)
    late = Attachment.objects.get()
    assert small(late).size == (320, 213)
    assert len(stored(kept_apart)) == 2
    late.thumbnail_size = None
    Attachment.objects.all().delete()
    assert late.open_thumbnail() is None
    assert stored(kept_apart) == [file.file.name.rpartition("/")[2]]


def test_a_thumbnail_goes_with_its_file(
    attach, card, ada, kept_apart, settings, django_capture_on_commit_callbacks
):
    file = attach(picture())
    with django_capture_on_commit_callbacks(execute=True):
        card.detach(file, by=ada)
    assert stored(kept_apart) == []
    settings.ATTACHMENTS_MB = 0
    with pytest.raises(TooMany):
        attach(picture())
    assert stored(kept_apart) == []


def test_a_thumbnail_without_a_card_is_swept_after_a_day(attach, kept_apart):
    kept, lost = attach(picture()), attach(picture())
    Attachment.objects.filter(pk=lost.pk).delete()
    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + timedelta(days=1, minutes=1)) == 2
    name = kept.file.name.rpartition("/")[2]
    assert stored(kept_apart) == [name, f"{name}.webp"]


def test_a_program_that_hangs_or_does_not_start_costs_the_thumbnail_alone(
    attach, monkeypatch, tmp_path
):
    monkeypatch.setattr(thumbnail, "LONGEST", 0.001)
    assert attach(picture()).thumbnail_size == 0
    monkeypatch.setattr(thumbnail.sys, "executable", str(tmp_path / "none"))
    assert attach(picture()).thumbnail_size == 0


def test_pictures_cost_a_page_no_statement_each(attach, see):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert "card-file__picture" in see.get(CARD).content.decode()
        return len(asked)

    attach(picture())
    statements()  # what a session asks once
    few = statements()
    for _nth in range(3):
        attach(picture())
    assert statements() == few
