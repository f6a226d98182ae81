"""Mandates whose lists are followed, who newly came among their first, and the digests read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.alerts import services
from marketplace.alerts.presenters.digest import Reading, read_digest
from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.clock import now
from marketplace.foundation.database import db
from marketplace.foundation.i18n import force_locale
from marketplace.matching.queries.board import Entered
from marketplace.organisations.models import Organisation
from tests.factories.alerts import looked_at
from tests.factories.mandates import a_published_mandate, a_raise

if TYPE_CHECKING:
    from marketplace.alerts.models import Digest

Board = list[Entered]


def came_in(board: Board, mandate_id: str, party: Organisation, score: float = 84.0) -> None:
    """The party newly took a place among the first of the mandate's list."""
    board.append(Entered(f"could_invest-{mandate_id}", party.id, party.id, 1, score, now() + timedelta(seconds=1)))


def settled() -> int:
    """Whoever follows by itself is noted."""
    db.session.commit()
    with acting_as(SYSTEM):
        return services.settle()


def a_followed_mandate(owner: Actor, **fields: object) -> str:
    """A live mandate whose list its owner follows, already looked at once."""
    place = db.session.get_one(Organisation, str(owner.organisation_id))
    mandate = a_published_mandate(place, owner, a_raise(**fields))
    settled()
    looked_at(owner)
    return mandate


def read(digest: Digest | None, *, in_mail: bool = False) -> Reading:
    """What of it may be read now, in English."""
    assert digest is not None
    with acting_as(SYSTEM), force_locale("en"):
        return read_digest(digest, in_mail=in_mail)
