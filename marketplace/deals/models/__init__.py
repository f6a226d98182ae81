"""Tables of engagements, deals, evidence, verification and the count."""

from marketplace.deals.models.counting import CountDecision, CountedPlace
from marketplace.deals.models.deals import Deal, DealMove, DealParty, Evidence, PartyConfirmation
from marketplace.deals.models.engagements import Engagement, EngagementMove, IntroConsent
from marketplace.deals.models.verification import Proposal, ProposalDecision

__all__ = [
    "CountDecision",
    "CountedPlace",
    "Deal",
    "DealMove",
    "DealParty",
    "Engagement",
    "EngagementMove",
    "Evidence",
    "IntroConsent",
    "PartyConfirmation",
    "Proposal",
    "ProposalDecision",
]
