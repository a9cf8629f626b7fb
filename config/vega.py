"""The browser's half of the charts: Vega, Vega-Lite and vega-embed, bundled out of vl-convert.

The wheel that draws charts as pictures holds the same libraries, so pictures and pages never differ
in their version, and npm need not bring them. The bundle is made where it is first looked for, by
`make run`, by `collectstatic` or by a test, and kept under var/ for as long as the wheel stays.
"""

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "vega-embed.js"
CREDIT = "/* Vega, Vega-Lite and vega-embed: BSD-3-Clause, UW Interactive Data Lab */\n"
SNIPPET = "export { vegaEmbed };"


class VegaBundle(BaseFinder):
    """Finds `vendor/vega-embed.js`, and makes it first if it is not there."""

    prefix = "vendor"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made_by = f"vl-convert-{version('vl-convert-python')}"
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "vega" / made_by)
        self.storage.prefix = self.prefix  # type: ignore[attr-defined]  # how finders do it

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The path of the bundle; a list of it when asked for all, an empty list for other files."""
        if path != f"{self.prefix}/{NAME}":
            return []
        path_made = str(self._made())
        return [path_made] if find_all else path_made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        self._made()
        yield NAME, self.storage

    def _made(self) -> Path:
        bundle = Path(self.storage.path(NAME))
        if not bundle.exists():
            import vl_convert  # noqa: PLC0415 - 30 MB, for who makes the bundle alone

            bundle.parent.mkdir(parents=True, exist_ok=True)
            write_whole(bundle, CREDIT + vl_convert.javascript_bundle(SNIPPET))
        return bundle


def write_whole(path: Path, text: str) -> None:
    """Write a file that others, who may be writing it too, see whole or not at all."""
    with NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as part:
        part.write(text)
    Path(part.name).chmod(0o644)
    Path(part.name).replace(path)
