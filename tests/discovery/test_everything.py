"""One box for everything: the best of each kind, the topics named, and the way on from nothing."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from marketplace.discovery import services, views
from marketplace.foundation import search
from marketplace.foundation.text import Localised
from marketplace.profiles import services as profiles
from search_index.engine import SearchUnavailable
from tests.clients import PageClient
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise, a_published_investor

Settle = Callable[[], None]


def text(client: PageClient, address: str) -> str:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("<mark>", "").replace("</mark>", "")


def some_of_each() -> None:
    company, actor = a_published_enterprise("Demo Biển Xanh")
    a_published_product(company, actor, "Demo Biển Số")
    a_published_investor("Demo Biển Fund")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_kind_has_its_section(client: PageClient, settle: Settle, language: str) -> None:
    some_of_each()
    settle()
    page = text(client, f"/{language}/search?q=bien")
    for name, kind in (("Demo Biển Xanh", "company"), ("Demo Biển Số", "product"), ("Demo Biển Fund", "investor")):
        assert name in page
        assert f'id="found-{kind}"' in page


def test_a_section_shows_a_few_and_leads_to_all(client: PageClient, settle: Settle) -> None:
    for number in range(6):
        a_published_enterprise(f"Demo Sóng {number}")
    settle()
    page = text(client, "/vi/search?q=sóng")
    assert page.count('<article class="result">') == 4
    assert 'href="/vi/companies?q=s%C3%B3ng"' in page


def test_topics_and_places_named_are_offered_with_what_bears_them(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", technologies=("ai",), province="48", markets=("JP",))
    settle()
    page = text(client, "/vi/search?q=AI+ở+Đà+Nẵng")
    assert 'href="/vi/browse/technology/ai"' in page
    assert 'href="/vi/browse/province/48"' in page
    assert 'href="/vi/browse/market/JP"' not in page


def test_a_topic_that_nothing_bears_is_offered_only_to_those_who_ask_for_just_it(
    client: PageClient, settle: Settle
) -> None:
    a_published_enterprise("Demo Sao Biển", technologies=("ai",))
    settle()
    link = 'href="/en/browse/technology/quantum"'
    assert link not in text(client, "/en/search?q=quantum+computing+in+hospitals")
    page = text(client, "/en/search?q=quantum+computing")
    assert link in page
    assert "none listed yet" in page


def test_two_letters_are_no_country_unless_people_say_them(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", technologies=("ai",))
    settle()
    page = client.get("/en/search?q=AI").text
    assert 'href="/en/browse/technology/ai"' in page
    assert "Anguilla" not in page
    assert 'href="/en/browse/market/US"' in client.get("/en/search?q=US").text


@pytest.mark.parametrize(("language", "told"), [("vi", "chưa có mục nào"), ("en", "none listed yet")])
@pytest.mark.parametrize("asked", ["bắc ninh", "bac ninh", "Tỉnh Bắc Ninh", "BAC+NINH"])
def test_a_place_is_named_in_words_where_nothing_is_there_yet(
    client: PageClient, settle: Settle, language: str, told: str, asked: str
) -> None:
    for number in range(4):
        a_published_enterprise(f"Demo Bắc Minh {number}", province="48")
    settle()
    page = text(client, f"/{language}/search?q={asked}")
    assert told in page
    assert f'href="/{language}/browse/province/24"' in page, "what is asked for is not taken for a slip"
    assert client.get(f"/{language}/browse/province/24").status_code == 200


def test_without_a_question_the_page_offers_ways_in(client: PageClient) -> None:
    page = text(client, "/en/search")
    assert 'href="/en/browse"' in page
    assert "result" not in page.split("<main")[1].split("</main")[0].replace("search-box", "")


def test_an_empty_answer_leads_on(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển")
    settle()
    page = text(client, "/en/search?q=zzqx")
    assert "Nothing found for “zzqx”" in page
    assert 'href="/en/browse"' in page
    assert 'href="/en/companies"' in page
    assert "/workspace/searches/new?kind=everything&amp;q=zzqx" in page


@pytest.mark.parametrize("where", ["search", "companies"])
def test_a_slip_is_answered_as_it_was_meant_and_can_stand(client: PageClient, settle: Settle, where: str) -> None:
    for number in range(4):
        a_published_enterprise(f"Demo Nông nghiệp {number}", summary=Localised(vi="Cảm biến nông nghiệp"))
    settle()
    meant = text(client, f"/vi/{where}?q=nôg+nghiệp")
    assert "Demo Nông nghiệp 1" in meant
    assert "Tìm đúng “nôg nghiệp”" in meant
    exact = text(client, f"/vi/{where}?q=nôg+nghiệp&exact=1")
    assert "Demo Nông nghiệp 1" not in exact
    assert "Có phải bạn muốn tìm:" in exact


def test_what_is_no_longer_public_is_left_out(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Biển Xanh")
    settle()
    profiles.withdraw_profile(actor, company.id)
    assert "Demo Biển Xanh" not in text(client, "/vi/search?q=bien")


def test_more_results_ask_the_database_no_more(
    client: PageClient, settle: Settle, count_statements: Callable[[], list[str]]
) -> None:
    some_of_each()
    settle()
    text(client, "/vi/search?q=demo")
    statements = count_statements()
    text(client, "/vi/search?q=demo")
    few = len(statements)
    for _ in range(3):
        some_of_each()
    services.rebuild()
    statements.clear()
    text(client, "/vi/search?q=demo")
    assert len(statements) <= few


ODD = ["AND OR *", "((((", '"', "🚀", "شركة", "...", "x" * 5000, "a\u200bb", "\ud800", "%", "\\"]


@pytest.mark.parametrize("where", ["search", "companies", "suggest"])
@pytest.mark.parametrize("asked", ODD)
def test_no_text_is_too_odd(client: PageClient, where: str, asked: str) -> None:
    address = f"/en/{where}?q={quote(asked.encode('utf-8', 'surrogatepass'))}"
    assert client.get(address, follow_redirects=True).status_code == 200


def test_a_nul_is_refused_on_every_page(client: PageClient) -> None:
    for page in ("search", "companies", "suggest"):
        assert client.get(f"/en/{page}?q=a%00b").status_code == 400


def test_while_the_index_is_away_the_database_answers_under_a_label(
    client: PageClient, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_of_each()
    settle()

    class Away:
        def __getattr__(self, _name: str) -> Callable[..., None]:
            def refuse(*_arguments: object, **_named: object) -> None:
                raise SearchUnavailable("away")

            return refuse

    for module in ("foundation.search", "discovery.queries.outcomes", "discovery.queries.suggesting"):
        monkeypatch.setattr(f"marketplace.{module}.engine", Away)
    page = text(client, "/en/search?q=bien")
    assert "Demo Biển Xanh" in page
    assert "Advanced search is paused" in page
    assert "Advanced search is paused" in text(client, "/en/companies?q=zzqx&technology=ai")
    assert client.get("/en/suggest?q=demo").json == {"groups": [], "said": "No suggestions"}
    assert search.degraded()


def test_searches_of_everything_are_counted(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[tuple[str, str]] = []
    monkeypatch.setattr(views.search, "hit", lambda name, key: counted.append((name, key)))
    for question in ("", "?q=cloud"):
        assert client.get(f"/vi/search{question}").status_code == 200
    assert counted == [("search.address", "127.0.0.1")]
