"""Which files are taken: by name, by what they begin with, without macros, and not unpacking to a flood."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

ZIP = b"PK\x03\x04"
OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Type:
    """One kind of file: its media type and the bytes that it begins with."""

    media_type: str
    signature: bytes


TYPES: Mapping[str, Type] = {
    "pdf": Type("application/pdf", b"%PDF-"),
    "docx": Type(OFFICE + "wordprocessingml.document", ZIP),
    "xlsx": Type(OFFICE + "spreadsheetml.sheet", ZIP),
    "pptx": Type(OFFICE + "presentationml.presentation", ZIP),
    "jpg": Type("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": Type("image/jpeg", b"\xff\xd8\xff"),
    "png": Type("image/png", b"\x89PNG\r\n\x1a\n"),
}
LONGEST_NAME = 160
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TIMES_PACKED = 100
LONGEST_DIRECTORY = 1024 * 1024


class FileRefused(ValueError):
    """A file that is not taken; the code names the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_type_of(name: str, stream: IO[bytes]) -> str:
    """The media type of a file that may be kept; raises FileRefused. Leaves the stream at its beginning."""
    kind = TYPES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise FileRefused("files.type")
    stream.seek(0)
    beginning = stream.read(16)
    stream.seek(0)
    if not beginning:
        raise FileRefused("files.empty")
    if not beginning.startswith(kind.signature):
        raise FileRefused("files.content")
    if kind.signature == ZIP:
        entries = _entries(stream)
        _refuse_bombs(entries)
        _refuse_macros([entry.filename for entry in entries])
    return kind.media_type


class _Directory(io.RawIOBase):
    """An archive of which only so much may be read: its list of entries, however long it says that is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, LONGEST_DIRECTORY

    def seekable(self) -> bool:
        """Archives are read from the end."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """The place."""
        return self._stream.tell()

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; refused past what a list of entries may need."""
        wanted = self._left + 1 if size is None or size < 0 else size
        if size is not None and size > self._left:
            raise FileRefused("files.unpacks")
        found = self._stream.read(wanted)
        self._left -= len(found)
        if self._left < 0:
            raise FileRefused("files.unpacks")
        return found


def _entries(stream: IO[bytes]) -> list[zipfile.ZipInfo]:
    """What an archive says that it holds; nothing is unpacked."""
    try:
        with zipfile.ZipFile(_Directory(stream)) as archive:
            return archive.infolist()
    except FileRefused:
        raise
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError, EOFError):
        # zipfile says "not implemented" of archives that need a later version of the format than it knows
        raise FileRefused("files.content") from None
    finally:
        stream.seek(0)


def _refuse_bombs(entries: Sequence[zipfile.ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_TIMES_PACKED * max(1, packed)):
        raise FileRefused("files.unpacks")


def _refuse_macros(names: Sequence[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("files.macro")
    if "[Content_Types].xml" not in names:
        raise FileRefused("files.content")


def safe_name(name: str) -> str:
    """The file's own name without a path, short enough to store, its ending kept."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip() or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
