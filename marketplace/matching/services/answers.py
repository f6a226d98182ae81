"""What an organisation says about meeting another."""

from sqlalchemy import select

from marketplace.foundation.actor import Actor, NotFound, allow
from marketplace.foundation.database import db, locked, transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.matching import policies, queries
from marketplace.matching.facts import PreferenceSet
from marketplace.matching.models import Preference
from marketplace.matching.rules.answers import Answer, months_of
from marketplace.organisations.models import Organisation
from marketplace.profiles.queries import live_rows


def set_preference(actor: Actor, about_organisation_id: str, answer: str, months: int | None = None) -> None:
    """Say what one's organisation thinks of meeting another; `open` takes it back. Raises ValueError.

    `months` goes with "later": 1, 3, 6 or 12, three if nothing is said.
    Raises NotFound about a party that is not public, unless something was said about it before.
    """
    meant = Answer(answer)
    waits = months_of(meant, months)
    with transaction() as session:
        allow(policies.can_answer(actor, about_organisation_id))
        own_id = str(actor.organisation_id)
        _lock(own_id)
        said_before = queries.last_number(own_id, about_organisation_id)
        if not said_before and about_organisation_id not in live_rows([about_organisation_id]):
            raise NotFound
        said = Preference(
            id=new_id(),
            organisation_id=own_id,
            about_organisation_id=about_organisation_id,
            number=said_before + 1,
            answer=meant,
            months=waits,
            person_id=actor.person_id,
        )
        session.add(said)
        session.flush()
        record(PreferenceSet(own_id, about_organisation_id, meant, waits))


def _lock(organisation_id: str) -> None:
    """One answer of an organisation at a time, so that their numbers follow each other."""
    if db.session.scalar(locked(select(Organisation).where(Organisation.id == organisation_id))) is None:
        raise NotFound
