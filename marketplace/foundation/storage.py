"""Stored bytes: written beside, synced, renamed, and named by their hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from flask import current_app

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """What was stored: SHA-256 in hexadecimal and the number of bytes."""

    hash: str
    size: int


class LocalStore:
    """A folder of files named by their content; the same bytes are kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, stream: IO[bytes]) -> StoredBytes:
        """Write to a temporary file, sync it, rename it: a file is there whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".incoming-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            self._rename(temporary, digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
        return StoredBytes(digest.hexdigest(), size)

    def _rename(self, temporary: Path, name: str) -> None:
        target = self._path(name)
        target.parent.mkdir(exist_ok=True)
        temporary.replace(target)
        for folder in (target.parent, self.folder):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def open(self, name: str) -> BinaryIO:
        """The bytes of a hash; FileNotFoundError if they are not here."""
        return self._path(name).open("rb")

    def _path(self, name: str) -> Path:
        if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
            raise FileNotFoundError(name)
        return self.folder / name[:2] / name


def store() -> LocalStore:
    """This installation's store."""
    return LocalStore(Path(current_app.extensions["settings"].data_dir) / "files")
