"""Who may write mandates."""

from marketplace.foundation.actor import Actor, Power
from marketplace.mandates.rules import MandateKind, kinds_for
from marketplace.publishing.policies import can_write_for


def can_edit_mandates(actor: Actor, organisation_id: str | None) -> bool:
    """Editors of the organisation, and importers."""
    return organisation_id is not None and can_write_for(actor, organisation_id)


def can_write_kind(actor: Actor, organisation_id: str, kind: MandateKind) -> bool:
    """Editors of an organisation that may seek or offer such a thing; importers any."""
    if actor.has(Power.IMPORT):
        return True
    return can_edit_mandates(actor, organisation_id) and kind in kinds_for(actor.organisation_kind)
