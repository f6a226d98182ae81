"""Every page of the site with somebody who may open it, in a small world where each page has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, cast

from sqlalchemy import Select, select

from marketplace.accounts.models import Person
from marketplace.alerts.rules.frequency import Frequency
from marketplace.alerts.services import links as alerts
from marketplace.discovery.queries.search import is_known
from marketplace.discovery.rules.saving import kept
from marketplace.discovery.services import save_search
from marketplace.exchange.models import ImportBatch, ImportTrial
from marketplace.exchange.services.plans import Choices
from marketplace.exchange.services.trials import Upload, confirm, receive
from marketplace.foundation.actor import SYSTEM, Actor, acting_as
from marketplace.foundation.database import db
from marketplace.foundation.ids import new_id
from marketplace.mandates.models import MandateRow
from marketplace.notifications.rules import Topic
from marketplace.notifications.services.links import WayOut, signed
from marketplace.organisations.models import Organisation
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from marketplace.profiles.models import Profile
from marketplace.reference.services.load import load_reference
from tests.app.world import a_world
from tests.factories import deals
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.alerts import a_digest, source_of
from tests.factories.organisations import a_ministry_unit, a_staff_actor
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

LIST = (
    b"name,type,headquarters,target_countries,stages,thesis,industries,cheque_min,cheque_max,cheque_range\n"
    b'Demo Reed Fund %d,VC,Singapore,"Vietnam,UK","Seed, Series+",We back software.,Fintech,,,$50k to $1M\n'
    b"Demo Broken Fund,VC,Nowhere,,,,,,,about a lot\n"
)
VISITOR, NEWCOMER, OWNER, DEALER, STAFF = "visitor", "newcomer", "owner", "dealer", "staff"


@dataclass(frozen=True, slots=True)
class Stop:
    """A page: who opens it, which thing stands for each argument, what the address asks."""

    person: str = OWNER
    things: Mapping[str, str] = field(default_factory=dict)
    question: str = ""


def stop(person: str, question: str = "", **things: str) -> Stop:
    return Stop(person, things, question)


STOPS: Mapping[str, tuple[Stop, ...]] = {
    "accounts.choose_password": (stop(VISITOR),),
    "accounts.details": (stop(OWNER),),
    "accounts.finish_sign_up": (stop(VISITOR),),
    "accounts.password": (stop(OWNER),),
    "accounts.reset": (stop(VISITOR),),
    "accounts.reset_sent": (stop(VISITOR),),
    "accounts.show": (stop(OWNER),),
    "accounts.sign_in": (stop(VISITOR),),
    "accounts.sign_up": (stop(VISITOR),),
    "accounts.sign_up_sent": (stop(VISITOR),),
    "alerts.index": (stop(OWNER), stop(DEALER)),
    "alerts.show": (stop(OWNER, digest_id="told"),),
    "alerts.unfollow": (stop(VISITOR, "key={alert way out}"),),
    "deals.amend": (stop(STAFF, deal_id="verified"),),
    "deals.ask": (stop(OWNER, "mandate={sought}&counterparty={fund}"),),
    "deals.declare": (stop(STAFF),),
    "deals.evidence": (stop(DEALER, deal_id="deal"),),
    "deals.index": (stop(DEALER),),
    "deals.introduction": (stop(OWNER, engagement_id="engagement"),),
    "deals.introductions": (stop(OWNER),),
    "deals.move_with_reason": (stop(DEALER, deal_id="deal", named="=abandon"),),
    "deals.party": (stop(DEALER, deal_id="deal", party_id="party"),),
    "deals.propose": (stop(STAFF, deal_id="submitted", named="=verify"),),
    "deals.record": (stop(OWNER, engagement_id="engagement"),),
    "deals.reject": (stop(STAFF, proposal_id="proposal"),),
    "deals.show": (stop(DEALER, deal_id="deal"),),
    "deals.terms": (stop(DEALER, deal_id="deal"),),
    "deals.verification": (stop(STAFF),),
    "deals.verify": (stop(STAFF, deal_id="submitted"), stop(STAFF, deal_id="verified")),
    "discovery.companies": (stop(VISITOR), stop(VISITOR, "q=Demo"), stop(VISITOR, "q=khong+co+gi+ca+xyz")),
    "discovery.about": (stop(VISITOR),),
    "discovery.accessibility": (stop(VISITOR),),
    "discovery.browse": (stop(VISITOR),),
    "discovery.everything": (stop(VISITOR), stop(VISITOR, "q=Demo"), stop(OWNER, "q=khong+co+gi+ca+xyz")),
    "discovery.help": (stop(VISITOR),),
    "discovery.home": (stop(VISITOR),),
    "discovery.privacy": (stop(VISITOR),),
    "discovery.ranking": (stop(VISITOR),),
    "discovery.rename": (stop(OWNER, search_id="search"),),
    "discovery.save": (stop(OWNER, "kind=company&q=demo"),),
    "discovery.saved": (stop(OWNER), stop(DEALER)),
    "discovery.taxonomy": tuple(
        stop(VISITOR, taxonomy=f"={name}") for name in ("technology", "sector", "market", "province", "segment")
    ),
    "discovery.term": (
        stop(VISITOR, taxonomy="=sector", code="=health"),
        stop(VISITOR, taxonomy="=province", code="=48"),
    ),
    "exchange.index": (stop(STAFF),),
    "exchange.new": (stop(STAFF),),
    "exchange.show": (stop(STAFF, batch_id="batch"),),
    "exchange.trial": (stop(STAFF, trial_id="trial"),),
    "exchange.undo": (stop(STAFF, batch_id="batch"),),
    "discovery.investors": (stop(VISITOR),),
    "discovery.products": (stop(VISITOR), stop(OWNER, "q=Demo")),
    "mandates.choose": (stop(OWNER),),
    "mandates.edit": (stop(OWNER, mandate_id="mandate"),),
    "mandates.index": (stop(OWNER),),
    "mandates.new": (stop(OWNER, kind="=raise"), stop(OWNER, kind="=sale")),
    "mandates.show": (stop(OWNER, mandate_id="mandate"),),
    "matching.answers": (stop(OWNER),),
    "matching.index": (stop(OWNER),),
    "matching_staff.again": (stop(STAFF, version="=1"),),
    "matching_staff.all_versions": (stop(STAFF),),
    "matching_staff.change": (stop(STAFF), stop(STAFF, "role=acquire")),
    "matching_staff.compare": (stop(STAFF),),
    "matching_staff.exposure": (stop(STAFF), stop(STAFF, "kind=buyers_for_companies")),
    "matching_staff.groups": (stop(STAFF),),
    "matching_staff.index": (stop(STAFF), stop(STAFF, "role=acquire")),
    "matching_staff.one_version": (stop(STAFF, version="=1"),),
    "messaging.index": (stop(OWNER),),
    "messaging.show": (stop(OWNER, conversation_id="conversation"),),
    "notifications.index": (stop(OWNER),),
    "notifications.settings": (stop(OWNER),),
    "notifications.unsubscribe": (stop(VISITOR, "key={way out}"),),
    "operations.index": (stop(STAFF),),
    "organisations.change_role": (stop(OWNER, membership_id="membership"),),
    "organisations.choose": (stop(OWNER), stop(NEWCOMER)),
    "organisations.found": (stop(NEWCOMER),),
    "organisations.invite": (stop(OWNER),),
    "organisations.join": (stop(NEWCOMER),),
    "organisations.join_requests": (stop(STAFF),),
    "organisations.remove": (stop(OWNER, membership_id="membership"),),
    "organisations.show": (stop(OWNER),),
    "parts.components": (stop(STAFF),),
    "products.compare": (stop(OWNER, product_id="live product"),),
    "products.edit": (stop(OWNER, product_id="product"),),
    "products.index": (stop(OWNER),),
    "products.new": (stop(OWNER),),
    "products.preview": (stop(OWNER, product_id="product"),),
    "products_public.company": (stop(VISITOR, profile_id="enterprise"), stop(DEALER, profile_id="enterprise")),
    "products_public.product": (stop(VISITOR, product_id="live product"),),
    "profiles.compare": (stop(OWNER),),
    "profiles.edit": (stop(OWNER),),
    "profiles.preview": (stop(OWNER),),
    "profiles_public.investor": (stop(VISITOR, profile_id="fund"),),
    "reference.end_province": (stop(STAFF, code="=48", valid_from="=2025-07-01"),),
    "reference.end_term": (stop(STAFF, taxonomy="=sector", code="=health"),),
    "reference.index": (stop(STAFF),),
    "reference.load": (stop(STAFF),),
    "reference.markets": (stop(STAFF),),
    "reference.new_province": (stop(STAFF),),
    "reference.new_term": (stop(STAFF, taxonomy="=sector"),),
    "reference.province": (stop(STAFF, code="=48", valid_from="=2025-07-01"),),
    "reference.provinces": (stop(STAFF),),
    "reference.rates": (stop(STAFF),),
    "reference.term": (stop(STAFF, taxonomy="=sector", code="=health"),),
    "reference.terms": (stop(STAFF, taxonomy="=sector"),),
    "reporting.overview": (stop(OWNER), stop(DEALER), stop(STAFF)),
    "reporting.staff_overview": (stop(STAFF),),
    "reporting.tier": (stop(STAFF, named="=counted"), stop(STAFF, named="=introduced")),
    "reporting_public.kpi": (stop(VISITOR),),
}
# Addresses that lead on, answer with files or for machines.
NO_PAGES = {
    "bootstrap.static",
    "deals.document",
    "discovery.feed",
    "discovery.picture",
    "discovery.site_picture",
    "discovery.robots",
    "discovery.root",
    "discovery.sitemap_index",
    "discovery.sitemap_pages",
    "discovery.sitemap_part",
    "discovery.suggest",
    "exchange.report",
    "exchange.trial_report",
    "files.download",
    "mailbox.index",
    "mailbox.show",
    "matching.show",
    "organisations.start",
    "reporting_public.kpi_table",
    "site.choose_language",
    "site.live",
    "site.ready",
    "static",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the tour as somebody opens it: `session` is the secret of the cookie, empty for a visitor."""

    endpoint: str
    address: str
    person: str
    session: str

    @property
    def title(self) -> str:
        """What a picture or a failure of this page is called."""
        return f"{self.endpoint} as {self.person}: {self.address}"


def a_tour(app: Flask, language: str = "vi") -> list[Page]:
    """Make the world, let everybody sign in, and give every page in their hands."""
    client = cast("PageClient", app.test_client())
    ids, people = _a_world(client)
    sessions = {VISITOR: "", **{name: _enter(client, person, place) for name, (person, place) in people.items()}}
    return [
        Page(endpoint, _address(app, endpoint, each, ids, language), each.person, sessions[each.person])
        for endpoint, stops in STOPS.items()
        for each in stops
    ]


def _enter(client: PageClient, person: Person, place: str | None) -> str:
    sign_in_as(client, person, place)
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def _a_world(client: PageClient) -> tuple[dict[str, str], dict[str, tuple[Person, str | None]]]:
    with acting_as(SYSTEM):
        load_reference(SYSTEM)
    world = a_world(client)
    owner, dealer = world.finders["owner"], world.finders["dealer"]
    officers, unit, clerk = deals.officers(), a_ministry_unit(), a_person()
    importer = a_staff_actor(unit, person=clerk)
    enterprise = db.session.get_one(Organisation, str(owner.organisation_id))
    with acting_as(owner):
        profiles.save_draft(owner, enterprise.id, a_profile("Demo Sao Biển đổi tên", control_country="VN"))
        product_id = a_published_product(enterprise, owner, "Demo Cổng Thanh Toán")
        products.save_draft(owner, product_id, a_product("Demo Cổng Thanh Toán mới"))
    verified = deals.a_verified_deal(deals.a_pair(), officers)
    more = {
        "enterprise": enterprise.id,
        "live product": product_id,
        "fund": _one_of(select(Profile.id).where(Profile.kind == "investor", Profile.live)),
        "sought": _one_of(select(MandateRow.id).where(MandateRow.organisation_id == enterprise.id, MandateRow.live)),
        "submitted": deals.a_submitted_deal(deals.a_pair()),
        **_a_search(owner),
        "way out": signed(WayOut(str(owner.person_id), Topic.MESSAGES)),
        **_imports(importer),
        "verified": verified,
    }
    people = {
        NEWCOMER: (a_person(), None),
        OWNER: (_person(owner), owner.organisation_id),
        DEALER: (_person(dealer), dealer.organisation_id),
        STAFF: (clerk, unit.organisation_id),
    }
    return {**world.ids, **more}, people


def _person(actor: Actor) -> Person:
    return db.session.get_one(Person, str(actor.person_id))


def _a_search(owner: Actor) -> dict[str, str]:
    """One that is followed, with a digest and the way out of it."""
    asked = kept("company", {"q": ["demo"]}, is_known)
    assert asked is not None
    with acting_as(owner):
        search_id = save_search(owner, asked, "Demo search", new_id(), Frequency.WEEKLY)
    found = _one_of(
        select(Profile.id).where(Profile.kind == "enterprise", Profile.live, Profile.id != owner.organisation_id)
    )
    key = alerts.signed(alerts.WayOut(str(owner.person_id), source_of(owner, search_id).id))
    return {"search": search_id, "told": a_digest(owner, search_id, found), "alert way out": key}


def _imports(importer: Actor) -> dict[str, str]:
    """A list that was tried, and one that was brought in."""
    with acting_as(importer):
        tried, brought = (
            receive(
                importer, Upload("demo.csv", BytesIO(LIST % number), "investors", Choices(f"demo-{number}"), new_id())
            )
            for number in (1, 2)
        )
        trial = db.session.get_one(ImportTrial, brought)
        confirm(importer, brought, trial.sha256)
    return {"trial": tried, "batch": _one_of(select(ImportBatch.id))}


def _one_of(found: Select[str]) -> str:
    return db.session.scalars(found.limit(1)).one()


def _address(app: Flask, endpoint: str, each: Stop, ids: Mapping[str, str], language: str) -> str:
    values = {name: thing.removeprefix("=") if thing[0] == "=" else ids[thing] for name, thing in each.things.items()}
    if app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = language
    address = app.url_map.bind("localhost").build(endpoint, values)
    return f"{address}?{each.question.format_map(ids)}" if each.question else address
