"""The secret key of an embedded set-up, which nobody has to think of."""

import os
import secrets
import tempfile
from pathlib import Path


def of(directory: Path) -> str:
    """The key kept in this directory, made the first time; only its owner may read it."""
    kept = directory / "secret_key"
    if not kept.exists():
        _keep(secrets.token_urlsafe(64), kept)
    return kept.read_text()


def _keep(key: str, kept: Path) -> None:
    """Write the whole key before it gets its name, so that two first starts agree on one."""
    handle, draft = tempfile.mkstemp(dir=kept.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(key)
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
