"""Who may keep searches, and whose they are."""

from marketplace.discovery.models import SavedSearch
from marketplace.foundation.actor import Actor


def can_keep(actor: Actor) -> bool:
    """Everybody who acts for an organisation, whatever the role there: it is for one's own use."""
    return actor.is_signed_in and actor.is_member


def can_change(actor: Actor, row: SavedSearch) -> bool:
    """The person who keeps it, while acting for the same organisation."""
    return actor.is_signed_in and row.person_id == actor.person_id and actor.acts_for(row.organisation_id)
