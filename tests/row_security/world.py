"""Two pairs of parties with a row of everything confidential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.deals.models import Deal
from marketplace.deals.queries.introductions import introduction
from marketplace.files.services import keep
from marketplace.foundation.actor import acting_as
from marketplace.foundation.database import Base, db
from marketplace.foundation.ids import new_id
from marketplace.messaging.services import post_message
from tests.factories import deals

if TYPE_CHECKING:
    from tests.factories.deals import Officers, Pair

MEMBERS = "organisations_audience_member"
CONFIDENTIAL = tuple(sorted(name for name, table in Base.metadata.tables.items() if "audience_id" in table.columns))


@dataclass(frozen=True, slots=True)
class World:
    """Two pairs that know nothing of each other, the deals they made, and the officers who counted both."""

    pair: Pair
    other: Pair
    deals: tuple[str, str]
    conversations: tuple[str, str]
    files: tuple[str, str]
    officers: Officers


def a_world() -> World:
    """A counted deal, a conversation and a file in each of two pairs."""
    officers = deals.officers()
    pair, other = deals.a_pair(), deals.a_pair()
    mine, theirs = _matter(pair, officers), _matter(other, officers)
    both = tuple(zip(mine, theirs, strict=True))
    return World(pair, other, both[0], both[1], both[2], officers)


def _matter(pair: Pair, officers: Officers) -> tuple[str, str, str]:
    deal_id = deals.a_verified_deal(pair, officers)
    engagement_id = db.session.get_one(Deal, deal_id).engagement_id
    assert engagement_id is not None
    found = introduction(pair.owner, engagement_id)
    conversation_id = str(found.conversation_id)
    with acting_as(pair.owner):
        post_message(pair.owner, conversation_id, "Demo secret", new_id())
        return deal_id, conversation_id, keep(pair.owner, deals.a_document(), found.audience_id).id
