"""Words planted where the public may not look never show, and never move what the public sees."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from marketplace.discovery import services
from marketplace.foundation.actor import Actor
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.mandates import services as mandates
from marketplace.mandates.content import Mandate, MandateKind, Privacy, TicketRange
from marketplace.organisations.models import Organisation
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from marketplace.profiles.queries import own_profile
from search_index.query import SearchQuery, Sort
from search_index.results import SearchResults
from tests.clients import PageClient
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

Settle = Callable[[], None]
KINDS = ("company", "product", "investor")
FACETS = ("technology", "sector", "market", "country", "stage", "instrument", "ticket_band", "province")
SAID = Localised(vi="kimcuongbimat zircanary", en="zircanary diamond")


def everything_seen(client: PageClient) -> dict[str, Any]:
    """What any visitor can draw from the index and the pages."""
    queries = [
        SearchQuery(KINDS, text, facets=FACETS, sort=sort)
        for text in ("", "demo", "sao biển", "phần mềm kế toán", "fund", "zircanary", "kimcuongbimat", "zircanar")
        for sort in (None, Sort("name"), Sort("newest", descending=True))
    ]
    found: dict[str, SearchResults] = {f"{q.text}/{q.sort}": engine().search(q) for q in queries}
    suggested = {prefix: engine().suggest(prefix, KINDS) for prefix in ("de", "zirc", "kimc", "sao")}
    pages = {
        f"{page}?{q}": client.get(f"/{language}/{page}?q={q}").get_data(as_text=True)
        for language in ("vi", "en")
        for page in ("companies", "products", "investors")
        for q in ("", "demo", "sao", "fund")
    }
    home = {language: client.get(f"/{language}/").get_data(as_text=True) for language in ("vi", "en")}
    return {"found": found, "suggested": suggested, "pages": pages, "home": home}


def some_public_parties() -> tuple[Organisation, Actor, str, Organisation, Actor]:
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor, "Demo Ví Sao")
    a_published_enterprise("Demo Bình Minh")
    investor, investing = a_published_investor("Demo Lotus Fund")
    return company, actor, product, investor, investing


def hidden_words(company: Organisation, actor: Actor, product: str, investor: Organisation, investing: Actor) -> None:
    """Plant the canary in a draft, a withdrawn profile, a withdrawn product, a former text and private criteria."""
    draft = replace(a_profile("Demo Zircanary"), summary=SAID, description=SAID, technologies=("quantum",))
    profiles.save_draft(actor, company.id, draft, expected_version=own_profile(actor, company.id).version)
    products.save_draft(actor, product, a_product("Demo Zircanary", summary=SAID))
    gone, leaving = a_published_enterprise("Demo Zircanary", summary=SAID, technologies=("quantum",))
    a_published_product(gone, leaving, "Demo Zircanary", summary=SAID)
    profiles.withdraw_profile(leaving, gone.id)
    removed = a_published_product(company, actor, "Demo Zircanary", summary=SAID)
    products.withdraw_product(actor, removed)
    unseen = an_enterprise("Demo Zircanary")
    profiles.save_draft(an_actor(unseen), unseen.id, a_profile("Demo Zircanary", summary=SAID))
    for held in (Privacy.PRIVATE, Privacy.SHARED):
        mandates.publish_mandate(investing, mandates.NewMandate(investor.id), secret_mandate(held))


def secret_mandate(privacy: Privacy) -> Mandate:
    fields = ("title", "thesis", "kind", "ticket", "stages", "instruments", "sectors", "technologies", "markets")
    return Mandate(
        kind=MandateKind.INVEST,
        title=SAID,
        thesis=SAID,
        ticket=TicketRange(20_000_000_00, 50_000_000_00, "USD"),
        stages=("growth",),
        instruments=("debt",),
        sectors=("tourism",),
        technologies=("quantum",),
        markets=("BR",),
        privacy=tuple((field, privacy) for field in fields),
    )


def test_hidden_words_never_show_and_never_move_what_is_public(client: PageClient, settle: Settle) -> None:
    public = some_public_parties()
    settle()
    before = everything_seen(client)
    hidden_words(*public)
    settle()
    services.tidy()
    after = everything_seen(client)
    assert after["found"] == before["found"]
    assert after["suggested"] == before["suggested"]
    assert after["pages"] == before["pages"]
    assert after["home"] == before["home"]
    assert "zircanary" not in str(after["home"]).lower() + str(after["pages"]).lower()
    assert all(not results.ids for name, results in after["found"].items() if name.startswith(("zirc", "kimc")))


def test_what_was_public_for_a_while_leaves_no_trace(client: PageClient, settle: Settle) -> None:
    some_public_parties()
    settle()
    before = everything_seen(client)
    gone, leaving = a_published_enterprise("Demo Zircanary", summary=SAID, technologies=("quantum",))
    a_published_product(gone, leaving, "Demo Zircanary", summary=SAID)
    settle()
    assert everything_seen(client)["found"] != before["found"]
    profiles.withdraw_profile(leaving, gone.id)
    settle()
    services.tidy()
    after = everything_seen(client)
    assert after["found"] == before["found"]
    assert after["suggested"] == before["suggested"]
    assert after["pages"] == before["pages"]


def test_what_an_investor_tells_everybody_is_found(client: PageClient, settle: Settle) -> None:
    investor, investing = a_published_investor("Demo Lotus Fund")
    mandates.publish_mandate(investing, mandates.NewMandate(investor.id), secret_mandate(Privacy.PUBLIC))
    settle()
    results = engine().search(SearchQuery(("investor",), "zircanary", facets=FACETS))
    assert results.ids == (investor.id,)
    assert results.facets["stage"] == {"growth": 1}
    assert results.facets["ticket_band"] == {"10m_100m": 1}
