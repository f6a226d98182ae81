"""Who may do what to an account."""

from marketplace.accounts.models import Person, PersonSession
from marketplace.foundation.actor import SYSTEM, Actor, Power


def can_register(actor: Actor) -> bool:
    """Give somebody an account without a mailed link: operators' commands."""
    return actor.has(Power.OPERATE)


def is_own(actor: Actor, person: Person) -> bool:
    """Everybody keeps the own account."""
    return actor.person_id == person.id


def can_end(actor: Actor, session: PersonSession) -> bool:
    """Everybody ends the own sessions."""
    return actor.person_id == session.person_id


def can_suspend(actor: Actor, person: Person) -> bool:
    """An operator, never the own account."""
    return actor.has(Power.OPERATE) and (actor is SYSTEM or actor.person_id != person.id)
