"""Who may write and decide about what is published."""

from marketplace.foundation.actor import Actor, Power
from marketplace.publishing.models import Subject


def can_write_for(actor: Actor, organisation_id: str) -> bool:
    """Editors write for their own organisation, importers for every one."""
    return (actor.acts_for(organisation_id) and actor.can_edit) or actor.has(Power.IMPORT)


def can_decide(actor: Actor, subject: Subject) -> bool:
    """Owners publish, withdraw and restore directly; so do importers."""
    return can_write_for(actor, subject.organisation_id)
