"""Files at a server that speaks S3: kept, given back, listed, swept and deleted as on a disk.

The server is moto's. It and django-storages are in no lock that tests install: this runs where
somebody has installed `requirements-s3.txt` and `moto[server]`.
"""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from board.models import Attachment
from board.models.card.attachment import FOLDER
from board.orphaned_files import sweep
from config.addresses import storage
from tests.board.pictures import png

pytest.importorskip("storages", reason="django-storages is not installed here")
moto = pytest.importorskip("moto.server", reason="moto[server] is not installed here")
boto3 = pytest.importorskip("boto3")

PNG = png(2, 2)


@pytest.fixture(scope="module")
def server():
    """The address of a server that speaks S3, with the bucket `sluice`."""
    serving = moto.ThreadedMotoServer(port=0)
    serving.start()
    host, port = serving.get_host_and_port()
    keys = {"aws_access_key_id": "ada", "aws_secret_access_key": "p@ss/word"}
    where = {"endpoint_url": f"http://{host}:{port}", "region_name": "eu-central-1"}
    place = {"LocationConstraint": "eu-central-1"}
    boto3.client("s3", **keys, **where).create_bucket(
        Bucket="sluice", CreateBucketConfiguration=place
    )
    yield f"s3+http://ada:p%40ss%2Fword@{host}:{port}/sluice?region=eu-central-1"
    serving.stop()


@pytest.fixture
def at_s3(server, settings):
    settings.STORAGES = settings.STORAGES | {"default": storage(server)}


@pytest.fixture
def card(at_s3, build, card_in):
    return card_in(build)


def stored() -> list[str]:
    return [
        f"{FOLDER}/{folder}/{name}"
        for folder in default_storage.listdir(FOLDER)[0]
        for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]
    ]


def test_a_file_is_kept_given_back_and_deleted(
    card, ada, vera, browser_of, django_capture_on_commit_callbacks
):
    file = card.attach(ContentFile(PNG, name="../quay \u202e.png"), by=ada)
    assert stored() == [file.file.name]
    see, where = browser_of(vera), f"/boards/SLU/cards/1/files/{file.pk}/"
    answer = see.get(where)
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"] == 'attachment; filename="quay .png"'
    assert b"".join(see.get(f"{where}picture/").streaming_content) == PNG
    with django_capture_on_commit_callbacks(execute=True):
        card.detach(file, by=ada)
    assert stored() == []


def test_25_megabytes_come_back_whole(card, ada):
    content = bytes(range(256)) * (25 * 4096)
    file = card.attach(ContentFile(content, name="large.bin"), by=ada)
    with Attachment.objects.get(pk=file.pk).file.open("rb") as kept:
        assert kept.read() == content
    default_storage.delete(file.file.name)


def test_a_content_without_a_row_is_swept_after_a_day(card, ada):
    file = card.attach(ContentFile(b"kept", name="kept.txt"), by=ada)
    lost = default_storage.save(f"{FOLDER}/00/{'0' * 32}", ContentFile(b"lost"))
    assert sweep(timezone.now()) == 0
    assert sweep(timezone.now() + timedelta(days=1, minutes=1)) == 1
    assert stored() == [file.file.name]
    assert lost not in stored()
    default_storage.delete(file.file.name)
