"""Which files are taken: by name, by what they begin with, and without macros."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
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
        _refuse_macros(stream)
    return kind.media_type


def _refuse_macros(stream: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise FileRefused("files.content") from None
    finally:
        stream.seek(0)
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
