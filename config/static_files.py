"""The files that pages name, each with its content in its name.

A page that was loaded before an upgrade asks for files of the release before. So those of the last
release stay, and those of the one before it go.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

LAST = "staticfiles.last.json"
FORMS = ("", ".gz", ".br")  # a file, and what it is compressed to


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Looks every address up once: a page names some fifty files, and none changes while it runs."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def save_manifest(self) -> None:
        """Begin a generation, unless it is the one that is there already."""
        former, last = self._generation(self.manifest_name), self._generation(LAST)
        super().save_manifest()
        now = self._generation(self.manifest_name)
        if former == now:
            return
        Path(self.path(LAST)).write_text(json.dumps({"paths": former}))
        self._forget(set(last.values()) - set(former.values()) - set(now.values()))

    def _generation(self, manifest: str) -> dict[str, str]:
        """The names of a generation's files by those that pages use."""
        path = Path(self.path(manifest))
        return json.loads(path.read_text())["paths"] if path.exists() else {}

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            for form in FORMS:
                Path(self.path(name + form)).unlink(missing_ok=True)
