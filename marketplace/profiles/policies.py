"""Who may change what a party shows."""

from marketplace.foundation.actor import Actor
from marketplace.publishing.policies import can_write_for


def can_edit_profile(actor: Actor, organisation_id: str) -> bool:
    """Editors of the organisation, and importers."""
    return can_write_for(actor, organisation_id)
