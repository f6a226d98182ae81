"""When a thing went public first is read from the ledger of decisions."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from marketplace.profiles import services as profiles
from marketplace.publishing.models import RevisionMoved
from marketplace.publishing.queries import first_public
from tests.factories.profiles import a_profile, a_published_enterprise


def test_the_first_time_counts_however_often_it_was_published_and_withdrawn(database: SQLAlchemy) -> None:
    place, owner = a_published_enterprise("Demo First")
    moves = select(RevisionMoved.moved_at).where(RevisionMoved.subject_id == place.id).order_by(RevisionMoved.id)
    (first,) = database.session.scalars(moves).all()[:1]
    profiles.withdraw_profile(owner, place.id)
    profiles.publish_profile(owner, place.id, a_profile("Demo First again"))
    found = first_public([place.id, "0" * 26])
    assert set(found) == {place.id}
    assert abs((found[place.id] - first).total_seconds()) < 1
