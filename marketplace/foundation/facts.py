"""What operators did by hand to the site's own work."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class JobRetried:
    """A dead job got its attempts again."""

    NAME: ClassVar[str] = "foundation.job_retried"
    job_id: str
    task: str


@dataclass(frozen=True, slots=True)
class JobGivenUp:
    """A dead job will not be done: somebody looked at it and decided so."""

    NAME: ClassVar[str] = "foundation.job_given_up"
    job_id: str
    task: str
