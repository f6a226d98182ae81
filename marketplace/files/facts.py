"""What can have happened to files."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FileKept:
    """A file was stored inside an audience."""

    NAME: ClassVar[str] = "files.file_kept"
    file_id: str
    audience_id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """Somebody was given the bytes of a file."""

    NAME: ClassVar[str] = "files.file_read"
    file_id: str
