"""What a deal's guards look at, gathered from its file."""

from __future__ import annotations

from marketplace.deals.models import DealParty
from marketplace.deals.queries.counting import at_signing
from marketplace.deals.queries.deals import DealFile
from marketplace.deals.rules.guards import DealFacts, EvidenceKind
from marketplace.deals.rules.standing import FOREIGN_OWNERSHIP, control
from marketplace.deals.rules.terms import PartyTerms, Terms, case_hash, fingerprint
from marketplace.foundation.clock import today


def terms_of(file: DealFile) -> Terms:
    """The terms as they stand."""
    row = file.deal
    return Terms(
        type=row.type,
        direction=row.direction,
        currency=row.currency,
        agreed_minor=row.agreed_minor,
        stake_basis_points=row.stake_basis_points,
        signed_on=row.signed_on,
        completed_on=row.completed_on,
        completion_event=row.completion_event,
        parties=tuple(_party_terms(party) for party in file.parties),
    )


def _party_terms(party: DealParty) -> PartyTerms:
    return PartyTerms(party.group_key, party.name, party.country, party.ownership, party.control_country, party.is_dte)


def terms_hash(file: DealFile) -> str:
    """What the parties confirm now."""
    return fingerprint(terms_of(file).as_plain())


def hash_of_case(file: DealFile) -> str:
    """What a proposal made now is bound to."""
    return case_hash(terms_of(file), (document.sha256 for document in file.evidence))


def answer_of(file: DealFile, party: DealParty) -> bool | None:
    """The party's last word on the terms as they stand; None while it has not answered."""
    current = terms_hash(file)
    said = [a.agrees for a in file.answers if a.party_id == party.id and a.terms_hash == current]
    return said[-1] if said else None


def _has_confirmed(file: DealFile, party: DealParty, kinds: frozenset[EvidenceKind]) -> bool:
    if party.organisation_id is None:
        return EvidenceKind.COUNTERPARTY_CONFIRMATION in kinds
    return answer_of(file, party) is True


def _is_complete(party: DealParty) -> bool:
    return control(at_signing(party)) is not None or party.ownership in FOREIGN_OWNERSHIP


def facts_of(file: DealFile) -> DealFacts:
    """Everything the guards ask about."""
    row = file.deal
    kinds = frozenset(EvidenceKind(document.kind) for document in file.evidence)
    return DealFacts(
        today=today(),
        type=row.type,
        origin=row.origin,
        parties=len(file.parties),
        parties_complete=all(_is_complete(party) for party in file.parties),
        agreed_minor=row.agreed_minor,
        signed_on=row.signed_on,
        completed_on=row.completed_on,
        completion_event=row.completion_event,
        evidence=kinds,
        confirmed=all(_has_confirmed(file, party, kinds) for party in file.parties),
        disputed=any(answer_of(file, party) is False for party in file.parties),
    )
