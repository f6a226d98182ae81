"""Who may see matches and answer them."""

from marketplace.foundation.actor import Actor, Power


def can_see_matches(actor: Actor) -> bool:
    """Members of an organisation, for that organisation."""
    return actor.is_member


def can_answer(actor: Actor, about_organisation_id: str) -> bool:
    """Those who may speak for their organisation, about any other."""
    return actor.is_member and actor.can_edit and not actor.acts_for(about_organisation_id)


def can_see_weights(actor: Actor) -> bool:
    """All staff: how matching weighs is decided in the open."""
    return actor.is_staff


def can_change_weights(actor: Actor) -> bool:
    """The officers who decide about what everybody shares."""
    return actor.has(Power.REFERENCE)
