"""One of everything that strangers must not find: made by factories, belonging to parties that talk in confidence."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.alerts.rules.frequency import Frequency
from marketplace.deals.models import DealParty, Evidence
from marketplace.deals.queries.introductions import introduction
from marketplace.discovery.rules import Kept
from marketplace.discovery.services import save_search
from marketplace.files.services import keep
from marketplace.foundation.actor import Actor, Power, Role, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.text import Localised
from marketplace.mandates import services as mandates
from marketplace.mandates.services import NewMandate
from marketplace.messaging.services import post_message
from marketplace.organisations import services as organisations
from marketplace.organisations.models import JoinRequest
from marketplace.organisations.queries import membership_of
from marketplace.products import services as products
from marketplace.products.services import NewProduct
from marketplace.profiles import services as profiles
from tests.clients import PageClient
from tests.factories import deals
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.alerts import a_digest, source_of
from tests.factories.deals import Pair
from tests.factories.exchange import a_dead_job, a_trial, an_import, an_importer
from tests.factories.mandates import a_raise
from tests.factories.organisations import (
    a_member,
    a_ministry_unit,
    a_staff_actor,
    an_actor,
    an_enterprise,
    an_investor,
    signed_in_as,
)
from tests.factories.products import a_product
from tests.factories.profiles import a_profile, a_published_enterprise

CODE = "0100109106"


@dataclass(frozen=True, slots=True)
class World:
    """The ids of hidden things by name, and the people who may see them."""

    ids: dict[str, str]
    finders: dict[str, Actor]

    def sign_in(self, client: PageClient, finder: str) -> None:
        """Somebody who may see such a thing: an enterprise's administrator, one with a deal, an officer."""
        _enter(client, self.finders[finder])


def _enter(client: PageClient, actor: Actor) -> str:
    return sign_in_as(client, db.session.get_one(Person, str(actor.person_id)), actor.organisation_id)


def a_world(client: PageClient) -> World:
    """Everything once. The client is only used to give somebody a session."""
    pair, officers = deals.a_pair(), deals.officers()
    engagement_id = deals.an_introduction(pair)
    found = introduction(pair.owner, engagement_id)
    conversation_id, audience_id = str(found.conversation_id), found.audience_id
    with acting_as(pair.owner):
        post_message(pair.owner, conversation_id, "Demo secret", "once")
        file_id = keep(pair.owner, deals.a_document(), audience_id).id
        asked = Kept("company", {"q": "demo secret"})
        search_id = save_search(pair.owner, asked, "Demo secret search", "search", Frequency.DAILY)
    dealing = deals.a_pair()
    deal_id = deals.a_closed_deal(dealing)
    proposal_id = deals.a_proposal(deals.a_submitted_deal(deals.a_pair()), officers.proposer)
    ids = {
        "engagement": engagement_id,
        "conversation": conversation_id,
        "file": file_id,
        "search": search_id,
        "alert": source_of(pair.owner, search_id).id,
        "digest": a_digest(pair.owner, search_id, pair.enterprise.id),
        "deal": deal_id,
        "party": _first(DealParty, deal_id),
        "evidence": _first(Evidence, deal_id),
        "proposal": proposal_id,
        "session": sign_in_as(client, a_person()),
    }
    importer = an_importer()
    ids |= {"trial": a_trial(importer), "batch": an_import(importer), "job": a_dead_job()}
    finders = {
        "owner": pair.owner,
        "dealer": dealing.owner,
        "officer": officers.confirmer,
        "importer": importer,
    }
    return World({**ids, **_unpublished(pair), **_people(pair)}, finders)


def _first(model: type[DealParty] | type[Evidence], deal_id: str) -> str:
    return db.session.scalars(select(model.id).where(model.deal_id == deal_id).order_by(model.id)).first() or ""


def _unpublished(pair: Pair) -> dict[str, str]:
    """Drafts of the pair's enterprise, and parties that never published anything."""
    place, owner = pair.enterprise, pair.owner
    hidden, investor = an_enterprise(), an_investor()
    with acting_as(owner):
        mandate = mandates.save_draft(owner, NewMandate(place.id), a_raise(title=Localised(en="Demo secret raise")))
        product = products.save_draft(owner, NewProduct(place.id), a_product("Demo secret product"))
    writer = an_actor(hidden)
    with acting_as(writer):
        profiles.save_draft(writer, hidden.id, a_profile("Demo secret profile"))
    return {
        "mandate": mandate.subject_id,
        "revision": mandate.id,
        "product": product.subject_id,
        "company": hidden.id,
        "investor": investor.id,
    }


def _people(pair: Pair) -> dict[str, str]:
    """A colleague, an open offer and a request to join, in an enterprise with people."""
    place, administrator = pair.enterprise, pair.owner
    colleague = a_member(place, Role.VIEWER)
    membership = membership_of(colleague.id, place.id)
    assert membership is not None
    with acting_as(administrator):
        invitation = organisations.invite(administrator, place.id, "guest@demo.example", Role.VIEWER, "vi")
    with_code = an_enterprise(code=CODE)
    a_member(with_code)
    organisations.ask_to_join(signed_in_as(a_person()), CODE)
    request_id = db.session.scalars(select(JoinRequest.id)).one()
    return {"membership": membership.id, "invitation": invitation, "request": request_id}


def a_competitor(client: PageClient) -> None:
    """An administrator of an enterprise that has nothing to do with any of it."""
    place, _ = a_published_enterprise("Demo Competitor")
    sign_in_as(client, a_member(place), place.id)


def a_newcomer(client: PageClient) -> None:
    """A person who acts for nobody."""
    sign_in_as(client, a_person())


def a_clerk(client: PageClient) -> None:
    """A staff member whose unit has no business with deals."""
    _staff(client, Power.REVIEW, Power.CURATE, Power.IMPORT, Power.REFERENCE)


def an_officer(client: PageClient) -> None:
    """An officer who verifies deals; what was not submitted is none of the officer's business."""
    _staff(client, Power.PROPOSE, Power.CONFIRM, Power.AUDIT)


def _staff(client: PageClient, *powers: Power) -> None:
    unit, person = a_ministry_unit(), a_person()
    a_staff_actor(unit, powers, person)
    sign_in_as(client, person, unit.organisation_id)
