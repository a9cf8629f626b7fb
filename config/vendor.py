"""The browser's libraries: the files that pages use out of node_modules, and no others."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FILES = (
    "htmx.org/dist/htmx.min.js",
    "sortablejs/Sortable.min.js",
)


class BrowserLibraries(BaseFinder):
    """Finds `vendor/htmx.org/dist/htmx.min.js` in node_modules, if it is one of FILES."""

    prefix = "vendor"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.BASE_DIR / "node_modules")
        self.storage.prefix = self.prefix  # type: ignore[attr-defined]  # how finders do it

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The path of the file; a list of it when asked for all, an empty list when it is none."""
        name = path.removeprefix(f"{self.prefix}/")
        if name == path or name not in FILES or not self.storage.exists(name):
            return []
        path_here = self.storage.path(name)
        return [path_here] if find_all else path_here

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        return ((name, self.storage) for name in FILES)
