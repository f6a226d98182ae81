"""Whatever a document is made of, a change of it reaches the index: every column, those of parents, and words of codes.

The tables below name every field of what is published; a new field fails here until somebody says what it does.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from marketplace.discovery import tasks
from marketplace.foundation.actor import SYSTEM, Actor
from marketplace.foundation.clock import now, today
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.money import Money
from marketplace.foundation.periodic import run_if_due
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.mandates import services as mandates
from marketplace.mandates.content import Mandate, MandateKind, Privacy, TicketRange
from marketplace.organisations.models import Organisation
from marketplace.products import services as products
from marketplace.products.content import Product
from marketplace.products.services import rows as product_rows
from marketplace.profiles import searchable as profile_words
from marketplace.profiles import services as profiles
from marketplace.profiles.content import Certificate, FigureStatus, PartyProfile, PastDeal, YearFigure
from marketplace.profiles.services import rows as profile_rows
from marketplace.publishing.rules import Source
from marketplace.reference import queries as reference
from marketplace.reference.facts import RatesLoaded, ReferenceLoaded
from marketplace.reference.models import FxRate, ReferenceProvince, ReferenceRelease, ReferenceTerm
from marketplace.reference.services import load_reference
from tests.factories.mandates import an_investment, with_privacy
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

Settle = Callable[[], None]
OTHER = Localised(vi="Khác hẳn", en="Something else")
ISO = Certificate("iso_27001", "Demo Body", valid_until=date(2999, 1, 1))
INVESTOR = PartyProfile(
    kind="investor", name=Localised(en="Demo Lotus Fund"), country="SG", sectors=("finance",), is_demo=True
)

# What a company's document is made of, each with another value; then what it leaves out.
COMPANY: Mapping[str, Any] = {
    "name": OTHER,
    "legal_name": "Demo Legal JSC",
    "enterprise_code": "0100109106",
    "summary": OTHER,
    "description": OTHER,
    "country": "SG",
    "province": "48",
    "founded_year": 1999,
    "enterprise_type": "private",
    "ownership": "foreign",
    "facets": ("sme",),
    "development_stage": "growth",
    "employees": 77,
    "technologies": ("iot",),
    "segments": ("hardware",),
    "sectors": ("health",),
    "markets": ("US",),
    "industry": "Demo industry",
    "stock_symbol": "DMO",
    "certificates": (ISO,),
}
NOT_OF_A_COMPANY: Mapping[str, Any] = {
    "city": "Demo City",
    "website": "https://demo.example",
    "control_country": "JP",
    "languages": ("vi",),
    "stock_exchange": "HOSE",
    "stock_listed_on": date(2020, 1, 1),
    "contact_email": "demo@demo.example",
    "figures": (YearFigure(2023, revenue_usd=1_00, status=FigureStatus.DECLARED),),
    "past_deals": (PastDeal(counterparty_name="Demo Buyer", type="acquisition", month="2020-01"),),
    "is_demo": False,
}
INVESTORS = (
    "name",
    "legal_name",
    "summary",
    "description",
    "country",
    "facets",
    "technologies",
    "segments",
    "sectors",
    "markets",
    "industry",
    "stock_symbol",
)
OWNERS = ("name", "province", "country")

PRODUCT: Mapping[str, Any] = {
    "name": OTHER,
    "summary": OTHER,
    "description": OTHER,
    "technologies": ("iot",),
    "sectors": ("health",),
    "segments": ("hardware",),
    "markets": ("US",),
    "target_clients": OTHER,
    "certificates": (ISO,),
}
NOT_OF_A_PRODUCT: Mapping[str, Any] = {"website": "https://demo.example"}

MANDATE: Mapping[str, Any] = {
    "title": OTHER,
    "thesis": OTHER,
    "ticket": TicketRange(50_000_000_00, None, "USD"),
    "stages": ("growth",),
    "instruments": ("debt",),
    "sectors": ("tourism",),
    "technologies": ("quantum",),
    "markets": ("BR",),
    "privacy": (("kind", Privacy.PRIVATE),),
}
NOT_OF_A_MANDATE: Mapping[str, Any] = {
    "directions": ("outbound",),
    "excluded_sectors": ("energy",),
    "excluded_countries": ("RU",),
    "excluded_technologies": ("blockchain",),
}
OF_OTHER_KINDS: Mapping[str, Any] = {  # an investor's mandate has none of these
    "use_of_funds": OTHER,
    "amount_sought": Money(1_00, "USD"),
    "existing_investors": ("Demo Angel",),
}


def names_of(content: type) -> set[str]:
    return {entry.name for entry in fields(content)}


def test_every_field_of_what_is_published_is_in_one_of_the_tables() -> None:
    assert names_of(PartyProfile) == {"kind", *COMPANY, *NOT_OF_A_COMPANY}
    assert names_of(Product) == {*PRODUCT, *NOT_OF_A_PRODUCT}
    assert names_of(Mandate) == {"kind", *MANDATE, *NOT_OF_A_MANDATE, *OF_OTHER_KINDS}
    assert names_of(TicketRange) == {"minimum", "maximum", "currency"}


@pytest.fixture
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is published at one moment: the moment itself is in the documents."""
    moment = now()
    for rows in (profile_rows, product_rows):
        monkeypatch.setattr(rows, "now", lambda: moment)


def hash_of(id_: str) -> str:
    return engine().hashes([id_])[id_]


def changed_by(id_: str, changes: Mapping[str, Any], publish: Callable[[str, Any], object], settle: Settle) -> set[str]:
    """Which of the changes, each made alone, changed the document of an id."""
    settle()
    before, found = hash_of(id_), set()
    for name, value in changes.items():
        publish(name, value)
        settle()
        found |= {name} if hash_of(id_) != before else set()
    return found


def publisher(actor: Actor, party: Organisation, whole: PartyProfile) -> Callable[[str, Any], object]:
    return lambda name, value: profiles.publish_profile(
        actor, party.id, replace(whole, **{name: value}), source=Source.IMPORT, batch_id=new_id()
    )


def test_every_column_of_a_company_reaches_its_document(one_moment: None, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    every = {**COMPANY, **NOT_OF_A_COMPANY}
    publish = publisher(actor, company, a_profile())
    assert changed_by(company.id, every, publish, settle) == set(COMPANY)


def test_every_column_of_an_investor_reaches_its_document(one_moment: None, settle: Settle) -> None:
    investor, actor = a_published_investor()
    whole = replace(INVESTOR, segments=(), markets=())
    publish = publisher(actor, investor, whole)
    publish("segments", ())
    changes = {name: COMPANY[name] for name in INVESTORS} | {"country": "JP"}
    assert changed_by(investor.id, changes, publish, settle) == set(INVESTORS)


def test_every_column_of_a_product_reaches_its_document(one_moment: None, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    product = a_published_product(company, actor)

    def publish(name: str, value: Any) -> None:
        products.publish_product(actor, product, replace(a_product(), **{name: value}))

    assert changed_by(product, {**PRODUCT, **NOT_OF_A_PRODUCT}, publish, settle) == set(PRODUCT)


def test_what_a_product_shows_of_its_owner_reaches_its_document(one_moment: None, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    product = a_published_product(company, actor)
    every = {**COMPANY, **NOT_OF_A_COMPANY}
    assert changed_by(product, every, publisher(actor, company, a_profile()), settle) == set(OWNERS)


def test_what_a_mandate_tells_everybody_reaches_the_document_of_its_owner(one_moment: None, settle: Settle) -> None:
    investor, actor = a_published_investor()
    whole = with_privacy(an_investment(), Privacy.PUBLIC)
    mandate = mandates.publish_mandate(actor, mandates.NewMandate(investor.id), whole)

    def publish(name: str, value: Any) -> None:
        mandates.publish_mandate(actor, mandate, replace(whole, **{name: value}))

    assert changed_by(investor.id, {**MANDATE, **NOT_OF_A_MANDATE}, publish, settle) == set(MANDATE)


def test_a_later_publication_reaches_the_order_of_the_newest(
    settle: Settle, one_moment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, actor = a_published_enterprise()
    settle()
    before = hash_of(company.id)
    later = now() + timedelta(days=1)
    monkeypatch.setattr(profile_rows, "now", lambda: later)
    publisher(actor, company, a_profile())("city", "Demo City")
    settle()
    assert hash_of(company.id) != before


def test_new_rates_reach_the_sizes_of_investments(one_moment: None, settle: Settle) -> None:
    investor, actor = a_published_investor()
    ticket = TicketRange(100_000_00, 200_000_00, "EUR")
    whole = with_privacy(Mandate(MandateKind.INVEST, title=OTHER, ticket=ticket), Privacy.PUBLIC)
    mandates.publish_mandate(actor, mandates.NewMandate(investor.id), whole)
    seen = set()
    for source, dollars in (("first", "1.1"), ("second", "110")):
        with transaction() as session:
            session.add(FxRate(currency="EUR", day=today(), usd_per_unit=dollars, source=source, is_illustrative=False))
            record(RatesLoaded(1, today(), today()))
        settle()
        seen.add(hash_of(investor.id))
    assert len(seen) == 2


@pytest.mark.parametrize("taxonomy", ["technology", "sector", "segment", "province"])
def test_other_words_for_a_code_reach_the_documents_that_bear_it(
    taxonomy: str, one_moment: None, settle: Settle
) -> None:
    load_reference(SYSTEM)
    company, actor = a_published_enterprise()
    product = a_published_product(company, actor, segments=("software",))
    settle()
    before = [hash_of(company.id), hash_of(product)]
    with transaction() as session:
        if taxonomy == "province":
            session.execute(update(ReferenceProvince).where(ReferenceProvince.code == "01").values(name=OTHER))
        else:
            session.execute(update(ReferenceTerm).where(ReferenceTerm.taxonomy == taxonomy).values(label=OTHER))
        release = ReferenceRelease(id=new_id(), version="demo")
        session.add(release)
        record(ReferenceLoaded(release.id, "demo", 0, 1, 0))
    reference.forget_version()
    settle()
    run_if_due(tasks.COMPARING)
    after = [hash_of(company.id), hash_of(product)]
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_certificate_that_ran_out_leaves_the_document(
    settle: Settle, one_moment: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, _ = a_published_enterprise(certificates=(replace(ISO, valid_until=today() + timedelta(days=1)),))
    settle()
    before = hash_of(company.id)
    monkeypatch.setattr(profile_words, "today", lambda: today() + timedelta(days=2))
    tasks.compare_index()
    assert hash_of(company.id) != before
