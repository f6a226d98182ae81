"""What can have happened to alerts: ids and codes."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FrequencyChosen:
    """A person chose how often to be told about one search or list."""

    NAME: ClassVar[str] = "alerts.frequency_chosen"
    source_id: str
    kind: str
    frequency: str


@dataclass(frozen=True, slots=True)
class AlertsPaused:
    """A person holds back what one search or list finds, for a while."""

    NAME: ClassVar[str] = "alerts.paused"
    source_id: str


@dataclass(frozen=True, slots=True)
class AlertsResumed:
    """What one search or list found meanwhile is told with the next digest."""

    NAME: ClassVar[str] = "alerts.resumed"
    source_id: str


@dataclass(frozen=True, slots=True)
class AlertsStopped:
    """A person stopped being told about one search or list, on the site or from within a mail."""

    NAME: ClassVar[str] = "alerts.stopped"
    source_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class DigestWritten:
    """A digest was written; its mail follows as its person wishes."""

    NAME: ClassVar[str] = "alerts.digest_written"
    digest_id: str
    person_id: str
    things: int
