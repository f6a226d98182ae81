"""From an empty answer to one that is not, and counts that hold still."""

import re
from collections.abc import Callable

from marketplace.foundation.text import Localised
from tests.clients import PageClient
from tests.factories.profiles import a_published_enterprise, a_published_investor

Settle = Callable[[], None]
OPTION = re.compile(r'data-value="(\w+)".*?facet-count figure">(\d+)<', re.DOTALL)


def page_of(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


def counts(page: str, facet: str) -> dict[str, int]:
    part = re.search(rf'id="facet-{facet}".*?</section>', page, re.DOTALL)
    return {code: int(count) for code, count in OPTION.findall(part[0])} if part else {}


def some_companies() -> None:
    a_published_enterprise("Demo Một", technologies=("ai",), sectors=("finance",), province="01")
    a_published_enterprise("Demo Hai", technologies=("ai", "iot"), sectors=("health",), province="79")
    a_published_enterprise("Demo Ba", technologies=("cloud",), sectors=("finance",), province="79")


def test_a_facet_is_counted_as_if_nothing_were_chosen_in_it(client: PageClient, settle: Settle) -> None:
    some_companies()
    settle()
    page = page_of(client, "/en/companies?technology=ai")
    assert counts(page, "technology") == {"ai": 2, "cloud": 1, "iot": 1}
    assert counts(page, "sector") == {"finance": 1, "health": 1}
    page = page_of(client, "/en/companies?technology=ai&province=79")
    assert counts(page, "technology") == {"ai": 1, "cloud": 1, "iot": 1}
    assert counts(page, "province") == {"01": 1, "79": 1}
    assert counts(page, "sector") == {"health": 1}


def test_a_count_is_what_choosing_it_gives(client: PageClient, settle: Settle) -> None:
    some_companies()
    settle()
    for code, count in counts(page_of(client, "/en/companies?province=79"), "technology").items():
        chosen = page_of(client, f"/en/companies?technology={code}&province=79")
        assert chosen.count('<article class="result">') == count


def test_each_filter_is_offered_to_be_dropped_with_what_that_gains(client: PageClient, settle: Settle) -> None:
    some_companies()
    settle()
    page = page_of(client, "/en/companies?technology=cloud&sector=health")
    assert 'Without the filter Technology: Cloud computing</a> <span class="muted figure">(1 result)' in page
    assert 'Without the filter Sector: Health</a> <span class="muted figure">(1 result)' in page
    page = page_of(client, "/en/companies?q=demo+một&technology=cloud&sector=health")
    assert "Without any filter" in page
    assert "Without “demo một”" not in page


def test_what_would_find_nothing_either_is_not_offered(client: PageClient, settle: Settle) -> None:
    some_companies()
    settle()
    page = page_of(client, "/en/companies?q=zzqx&technology=cloud")
    assert "Without the filter" not in page
    assert 'Without “zzqx”</a> <span class="muted figure">(1 result)' in page


def test_other_kinds_that_have_something_are_named(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Một")
    a_published_investor("Demo Lagoon Fund", summary=Localised(en="Seaweed and lagoons"))
    settle()
    page = page_of(client, "/en/companies?q=lagoon")
    assert 'href="/en/investors?q=lagoon"' in page
    assert 'href="/en/products?q=lagoon"' not in page


def test_one_search_has_one_address(client: PageClient) -> None:
    wanted = "/en/companies?q=cloud&technology=ai&technology=iot&province=01"
    for address in (
        "/en/companies?province=01&technology=iot&technology=ai&q=cloud&page=1",
        "/en/companies?q=++cloud+&technology=iot&technology=ai&technology=ai&province=01&utm_source=x&sort=relevance",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.location) == (302, wanted)
    assert client.get(wanted).status_code == 200
    assert client.get("/en/companies?q=").location == "/en/companies"
    assert client.get("/en/search?q=+a+&x=1").location == "/en/search?q=a"


def test_searches_are_not_for_other_search_machines_and_lists_are(client: PageClient) -> None:
    assert 'content="noindex' in page_of(client, "/en/companies?q=cloud")
    assert 'content="noindex' not in page_of(client, "/en/companies")


def test_why_a_result_is_there_is_said_where_its_text_does_not_show_it(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Một", technologies=("blockchain",), province="48")
    settle()
    page = page_of(client, "/en/companies?q=chuỗi+khối").replace("<mark>", "").replace("</mark>", "")
    assert "Technology: Blockchain" in page
    page = page_of(client, "/en/companies?q=da+nang")
    assert "Province: <mark>Da Nang</mark>" in page
    assert "Found by" not in page_of(client, "/en/companies?q=một")


def test_a_page_names_the_ones_beside_it(client: PageClient, settle: Settle) -> None:
    for number in range(41):
        a_published_enterprise(f"Demo Số {number:02}")
    settle()
    page = page_of(client, "/en/companies?page=2")
    assert 'rel="prev" href="http://127.0.0.1:8000/en/companies"' in page
    assert 'rel="next" href="http://127.0.0.1:8000/en/companies?page=3"' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/en/companies?page=2"' in page


def test_a_long_question_that_few_things_answer_whole_says_so(client: PageClient, settle: Settle) -> None:
    some_companies()
    a_published_enterprise("Demo Bốn", summary=Localised(en="Seaweed drying machines"))
    settle()
    said = "Few of these hold every word"
    page = page_of(client, "/en/companies?q=machines+drying+seaweed+underwater+quietly")
    assert "Demo Bốn" in page
    assert said in page
    assert said not in page_of(client, "/en/companies?q=zzqx+wwqy+vvqz+uuqt")
