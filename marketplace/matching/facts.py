"""What can have happened in matching: ids, codes and amounts."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PreferenceSet:
    """An organisation said what it thinks of meeting another; "later" with the months to wait."""

    NAME: ClassVar[str] = "matching.preference_set"
    organisation_id: str
    about_organisation_id: str
    answer: str
    months: int | None = None


@dataclass(frozen=True, slots=True)
class MatchesShown:
    """A page of matches: with the signal values and the version of the weights each score can be made again.

    A row is profile, mandate or "", score in millionths of log-odds, and the values in parts of `unit` (None: unknown).
    `exploring` are the profiles in places that are kept for parties which are little shown. What a digest told, to
    whichever organisation, names both: nobody was there to ask for the page.
    """

    NAME: ClassVar[str] = "matching.matches_shown"
    role: str
    weights: int
    reader_is_seeker: bool
    reader_mandate_id: str | None
    signals: tuple[str, ...]
    rows: tuple[tuple[str, str, int, tuple[int | None, ...]], ...]
    unit: int
    exploring: tuple[str, ...] = ()
    digest_id: str | None = None
    reader_organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class WeightsPutInForce:
    """The ministry made a version of the weights: what it is based on, which signals and rules of policy it changes."""

    NAME: ClassVar[str] = "matching.weights_put_in_force"
    version: int
    based_on: int
    shipped: int
    signals: tuple[str, ...]
    policies: tuple[str, ...]
