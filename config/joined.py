"""The style sheets and scripts of a page as one file each, so that a first visit asks for few files.

The sources stay one file a component, and a page's template names them: what it names is joined here,
in that order, when a file is first looked for. The template tag `joined` then names the one file.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from django.template.loader import get_template

from config.vega import write_whole

BASE = "base.html"
PAGES = {  # each with the template that names its files
    "page": BASE,
    "board": "board/board.html",
    "card": "board/card.html",
    "standup": "flow/standup/walk.html",
}
HEAD = re.compile(r"{% block head %}(.*?){% endblock", re.DOTALL)
INCLUDE = re.compile(r'{% include "([^"]+)"[^%]*%}')
PART = {  # how a template names what can be joined
    "css": re.compile(r'<link rel="stylesheet" href="{% static "([^"]+)" %}">'),
    "js": re.compile(r'<script src="{% static "([^"]+)" %}" (?:type="module"|defer)></script>'),
}


@lru_cache
def parts(page: str, kind: str) -> tuple[str, ...]:
    """The files of a kind (css or js) that this page names, in order."""
    head, base = HEAD.search(_source(PAGES[page])), _source(BASE)
    before, _own, after = base.partition("{% block head %}{% endblock %}")
    text = before + (_expanded(head[1]) if head else "") + after
    return tuple(PART[kind].findall(text))


def _expanded(text: str) -> str:
    return INCLUDE.sub(lambda match: _expanded(_source(match[1])), text)


def _source(template: str) -> str:
    template_here: Any = get_template(template)
    return Path(template_here.origin.name).read_text()


class JoinedFiles(BaseFinder):
    """Finds `joined/board.css` and its like, and makes it again if a part of it has changed."""

    prefix = "joined"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "joined")
        self.storage.prefix = self.prefix  # type: ignore[attr-defined]  # how finders do it

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The path of the file; a list of it when asked for all, an empty list for other files."""
        folder, _slash, name = path.partition("/")
        if folder != self.prefix or name not in _names():
            return []
        path_made = str(self._made(name))
        return [path_made] if find_all else path_made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for name in _names():
            self._made(name)
            yield name, self.storage

    def _made(self, name: str) -> Path:
        page, _dot, kind = name.partition(".")
        text = "\n".join(_joinable(part, kind) for part in parts(page, kind))
        joined = Path(self.storage.path(name))
        if not joined.exists() or joined.read_text() != text:
            joined.parent.mkdir(parents=True, exist_ok=True)
            write_whole(joined, text)
        return joined


def _names() -> list[str]:
    return [f"{page}.{kind}" for page in PAGES for kind in PART]


def _joinable(part: str, kind: str) -> str:
    """The text of a file; of a module in a room of its own, as a browser gives it one."""
    text = Path(str(finders.find(part))).read_text()
    if kind == "js" and not part.startswith("vendor/"):
        return f'(() => {{ "use strict";\n{text}\n}})();'
    return text
