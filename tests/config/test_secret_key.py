"""An embedded set-up has a secret key of its own."""

import stat
from concurrent.futures import ThreadPoolExecutor

from config import environment, secret_key


def test_the_key_is_long_kept_and_for_its_owner_only(tmp_path):
    key = secret_key.of(tmp_path)
    assert environment.VARIABLES["SECRET_KEY"].kind(key) == key
    assert secret_key.of(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_first_starts_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as starts:
        keys = set(starts.map(secret_key.of, [tmp_path] * 8))
    assert len(keys) == 1
