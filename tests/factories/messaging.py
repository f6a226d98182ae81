"""Invented conversations between two parties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.ids import new_id
from marketplace.messaging import services
from marketplace.organisations.models import Organisation
from marketplace.organisations.services import open_audience
from tests.factories.organisations import an_actor, an_enterprise, an_investor


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation and one speaker of each side."""

    id: str
    audience_id: str
    enterprise: Organisation
    investor: Organisation
    founder: Actor
    partner: Actor


def a_conversation(about_kind: str = "engagement", said: Iterable[str] = ()) -> Talk:
    """An enterprise and an investor who may write to each other; the founder has said these things."""
    enterprise, investor = an_enterprise(), an_investor()
    founder, partner = an_actor(enterprise), an_actor(investor)
    audience_id = open_audience("conversation", [enterprise.id, investor.id])
    conversation_id = services.open_conversation(SYSTEM, about_kind, new_id(), audience_id)
    for text in said:
        services.post_message(founder, conversation_id, text, new_id())
    return Talk(conversation_id, audience_id, enterprise, investor, founder, partner)
