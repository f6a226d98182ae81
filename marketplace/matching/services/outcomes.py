"""How far two organisations have come, as introductions tell it."""

from dataclasses import dataclass

from marketplace.foundation.database import transaction
from marketplace.matching.models import PairOutcome
from marketplace.matching.queries.outcomes import last_step
from marketplace.matching.rules.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two organisations on their way over one mandate, and the audience that may know of it."""

    introduction_id: str
    mandate_id: str
    owner_organisation_id: str
    counterparty_organisation_id: str
    audience_id: str


def record_outcome(introduction: Introduction, outcome: Outcome) -> None:
    """Keep how far a pair has come: part of the caller's transaction, which holds the introduction."""
    with transaction() as session:
        session.add(
            PairOutcome(
                introduction_id=introduction.introduction_id,
                number=last_step(introduction.introduction_id) + 1,
                mandate_id=introduction.mandate_id,
                owner_organisation_id=introduction.owner_organisation_id,
                counterparty_organisation_id=introduction.counterparty_organisation_id,
                audience_id=introduction.audience_id,
                outcome=outcome,
            )
        )
        session.flush()
