"""Style sheets, scripts and pictures: their content is in their address, so that a browser asks for each once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

OWN, PACKAGE = "static", "bootstrap.static"
ENDPOINTS = frozenset({OWN, PACKAGE})
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
SMALL = 400
LOOKED_AT_EVERY_SECONDS = 1.0  # on a developer's machine
TEXTS = ("text/", "image/svg", "application/json", "application/manifest")
SHRINK: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=9),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class Folder:
    """The files of one folder, with a mark in front of their names that changes when any of them does.

    One mark for all of them: a script finds the scripts beside it by their plain names under the same mark.
    """

    def __init__(self, root: Path, mark: Callable[[], str]) -> None:
        self._root = root
        self.mark = mark

    def address(self, name: str) -> str:
        """The name as it stands in an address."""
        return f"{self.mark()}/{name}"

    def answer(self, filename: str) -> Response:
        """The file that an address names, in a form that the browser reads; kept for ever if it is this content's."""
        mark, _, plain = filename.partition("/")
        marked = mark.startswith("v-")
        file = self._file(plain if marked else filename)
        stat = file.stat()
        encoding, content = _content(file, _encoding(file), stat.st_mtime_ns)
        response = Response(content, mimetype=_type(file))
        if encoding:
            response.headers["Content-Encoding"] = encoding
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = FOR_EVER if marked and mark == self.mark() else ASK_AGAIN
        response.add_etag()
        response.last_modified = int(stat.st_mtime)  # type: ignore[assignment]
        response.make_conditional(request)
        return response

    def _file(self, name: str) -> Path:
        path = safe_join(str(self._root), name)
        if path is None or not Path(path).is_file():
            raise NotFound
        return Path(path)


def init_assets(app: Flask, *, changing: bool) -> None:
    """Serve what is static. changing: files may change while the application runs, as on a developer's machine."""
    bootstrap = app.blueprints["bootstrap"]
    own = Path(str(app.static_folder))
    fixed, package = _mark_of(_contents(own)), _mark_of(version("Bootstrap-Flask").encode())
    folders = {
        OWN: Folder(own, _looked_at_again(own) if changing else (lambda: fixed)),
        PACKAGE: Folder(Path(str(bootstrap.static_folder)), lambda: package),
    }
    app.extensions["assets"] = folders
    for endpoint, folder in folders.items():
        app.view_functions[endpoint] = folder.answer

    @app.url_defaults
    def mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in folders and not str(values["filename"]).startswith("v-"):
            values["filename"] = folders[endpoint].address(str(values["filename"]))


def mark_now() -> str:
    """The mark under which this site's own files are asked for now: it changes when any of them does."""
    folders: Mapping[str, Folder] = current_app.extensions["assets"]
    return folders[OWN].mark()


def _mark_of(content: bytes) -> str:
    return f"v-{hashlib.sha256(content).hexdigest()[:10]}"


def _contents(root: Path) -> bytes:
    """What the mark is made of: every name and every byte, so that several machines give the same address."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return b"".join(
        f"{path.relative_to(root)}:".encode() + hashlib.sha256(path.read_bytes()).digest() for path in files
    )


def _looked_at_again(root: Path) -> Callable[[], str]:
    """The mark of files that may change, looked for once a second: a page asks for it with every link."""
    seen = [(float("-inf"), "")]

    def mark() -> str:
        at, known = seen[0]
        if time.monotonic() - at >= LOOKED_AT_EVERY_SECONDS:
            known = _mark_now(root)
            seen[0] = (time.monotonic(), known)
        return known

    return mark


def _mark_now(root: Path) -> str:
    changes = (f"{path}:{path.stat().st_mtime_ns}" for path in sorted(root.rglob("*")) if path.is_file())
    return _mark_of("".join(changes).encode())


def _type(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _encoding(file: Path) -> str:
    """The shortest form that this browser says it reads; "" for the plain one."""
    if not _type(file).startswith(TEXTS):
        return ""
    return next((each for each in SHRINK if request.accept_encodings.quality(each) > 0 and each in _named()), "")


def _named() -> set[str]:
    """Forms that the browser names itself: `*` is no promise to read the newest."""
    return {name for name, quality in request.accept_encodings if quality > 0}


@cache
def _content(file: Path, encoding: str, _changed: int) -> tuple[str, bytes]:
    """The form that is sent, and its bytes; shrunk once in a process."""
    plain = file.read_bytes()
    if not encoding or len(plain) < SMALL:
        return "", plain
    return encoding, SHRINK[encoding](plain)
