"""What can have happened to imports."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ImportEnded:
    """All rows of a batch were gone through."""

    NAME: ClassVar[str] = "exchange.import_ended"
    batch_id: str
    kind: str
    created: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """A batch was taken back."""

    NAME: ClassVar[str] = "exchange.import_undone"
    batch_id: str
    undone: int
    refused: int


@dataclass(frozen=True, slots=True)
class FileReceived:
    """A list was uploaded to be tried."""

    NAME: ClassVar[str] = "exchange.file_received"
    trial_id: str
    kind: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ImportConfirmed:
    """Somebody read the report of a trial and ordered the import of the very file that was tried."""

    NAME: ClassVar[str] = "exchange.import_confirmed"
    trial_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TrialDropped:
    """A file that was tried is not brought in."""

    NAME: ClassVar[str] = "exchange.trial_dropped"
    trial_id: str


@dataclass(frozen=True, slots=True)
class UndoOrdered:
    """Somebody ordered that a batch be taken back."""

    NAME: ClassVar[str] = "exchange.undo_ordered"
    batch_id: str


@dataclass(frozen=True, slots=True)
class ReportDownloaded:
    """The report of a trial or of a batch left the site as a file."""

    NAME: ClassVar[str] = "exchange.report_downloaded"
    of_id: str
    rows: int
