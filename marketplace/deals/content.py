"""What people write down about a deal: terms and parties, checked only for shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from marketplace.foundation.money import Money


@dataclass(frozen=True, slots=True)
class DealTerms:
    """Terms as entered; the share of votes in hundredths of a percent."""

    type: str
    direction: str
    agreed: Money | None
    currency: str
    stake_basis_points: int | None = None
    signed_on: date | None = None
    completed_on: date | None = None
    completion_event: str | None = None


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """How a party stood at signing, as entered or taken from its profile."""

    name: str
    country: str | None
    ownership: str | None
    control_country: str | None
    is_dte: bool


@dataclass(frozen=True, slots=True)
class DeclaredParty:
    """A party of a declared deal; with an organisation where it has an account here."""

    standing: PartyStanding
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """A deal made elsewhere: it enters as signed, or as closed if it was completed."""

    terms: DealTerms
    parties: tuple[DeclaredParty, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Amendment:
    """Corrected terms of a counted deal, as two officers agree on them."""

    agreed_minor: int
    currency: str
    signed_on: date
    completed_on: date
