"""What the parties confirm and the officers check, as one hash that changes with any of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class PartyTerms:
    """One party as it stands in the terms."""

    key: str
    name: str
    country: str | None
    ownership: str | None
    control_country: str | None
    is_dte: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed; the amount in minor units of the currency."""

    type: str
    direction: str
    currency: str
    agreed_minor: int | None
    stake_basis_points: int | None
    signed_on: date | None
    completed_on: date | None
    completion_event: str | None
    parties: tuple[PartyTerms, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """The terms as JSON values."""
        plain = asdict(self)
        return {**plain, "signed_on": _text(self.signed_on), "completed_on": _text(self.completed_on)}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def fingerprint(value: object) -> str:
    """SHA-256 of JSON values, the same whatever the order of keys."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def case_hash(terms: Terms, evidence_hashes: Iterable[str]) -> str:
    """What a proposal is bound to: terms and documents exactly as the proposer saw them."""
    return fingerprint({"terms": terms.as_plain(), "evidence": sorted(evidence_hashes)})


def identity(group_keys: Iterable[str], type_: str, signed_on: date) -> str:
    """What two records of one deal share: groups of both sides, type and signing date."""
    return fingerprint([sorted(set(group_keys)), type_, signed_on.isoformat()])
