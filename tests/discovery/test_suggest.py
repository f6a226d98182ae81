"""What the search box offers while somebody types, and what it never offers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from marketplace.discovery import views
from marketplace.foundation.limits import TooMany
from marketplace.foundation.text import Localised
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from tests.clients import PageClient
from tests.factories.organisations import an_actor, an_enterprise
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

Settle = Callable[[], None]


def offered(client: PageClient, typed: str, language: str = "vi") -> dict[str, list[str]]:
    answer = client.get(f"/{language}/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json or {}
    return {
        group["title"]: ["".join(piece for piece, _ in option["pieces"]) for option in group["options"]]
        for group in found["groups"]
    }


def test_names_of_every_kind_and_topics_come_in_groups(client: PageClient, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Robot Xanh", technologies=("robotics",))
    a_published_product(company, actor, "Demo Robot Kho")
    a_published_investor("Demo Robot Fund")
    settle()
    assert offered(client, "demo rob") == {
        "Doanh nghiệp": ["Công ty Demo Robot Xanh"],
        "Sản phẩm": ["Demo Robot Kho"],
        "Nhà đầu tư": ["Demo Robot Fund"],
    }
    assert offered(client, "rob")["Chủ đề và địa phương"] == ["Robot"]


def test_marks_may_be_left_out_and_the_part_typed_is_marked(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển")
    settle()
    answer = client.get("/vi/suggest?q=sao+bie").json
    assert answer is not None
    pieces = answer["groups"][0]["options"][0]["pieces"]
    assert [text for text, found in pieces if found] == ["Sao Biể"]
    assert answer["said"] == "1 gợi ý"


def test_a_topic_is_offered_in_both_languages_and_by_its_other_names(client: PageClient, settle: Settle) -> None:
    a_published_enterprise("Demo Sao Biển", technologies=("ai",), province="79")
    settle()
    topics = "Topics and places"
    for typed in ("artific", "tri tue nh", "Trí tuệ", "AI"):
        assert "Artificial intelligence" in offered(client, typed, "en")[topics], typed
    assert offered(client, "sài gòn", "en")[topics] == ["Ho Chi Minh City"]
    assert topics not in offered(client, "quantum", "en")


def first_of(client: PageClient, typed: str, language: str = "vi") -> tuple[str, dict[str, Any]]:
    answer = client.get(f"/{language}/suggest", query_string={"q": typed}).json
    assert answer is not None
    return answer["groups"][0]["title"], answer["groups"][0]["options"][0]


def airports() -> None:
    for number in range(4):
        company = an_enterprise(f"Demo Sân bay {number}")
        named = Localised(vi=f"Công ty Demo Sân bay {number}", en=f"Demo Airport {number}")
        profiles.publish_profile(an_actor(company), company.id, replace(a_profile(), name=named))


@pytest.mark.parametrize(
    ("typed", "code"), [("AI", "ai"), ("ai", "ai"), ("iot", "iot"), ("y tế", "health"), ("y te", "health")]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_topic_called_just_this_comes_before_names_that_begin_so(
    client: PageClient, settle: Settle, language: str, typed: str, code: str
) -> None:
    airports()
    a_published_enterprise("Demo Sao Y tế AI IoT", technologies=("ai", "iot"), sectors=("health",))
    settle()
    title, option = first_of(client, typed, language)
    assert title == {"vi": "Chủ đề và địa phương", "en": "Topics and places"}[language]
    assert option["href"].endswith(f"/{code}")


def test_a_name_that_is_just_this_or_holds_it_whole_comes_before_beginnings(client: PageClient, settle: Settle) -> None:
    airports()
    a_published_product(*a_published_enterprise("Demo Sao Biển"), "Demo Air")
    settle()
    title, option = first_of(client, "air")
    assert (title, option["pieces"][1]) == ("Sản phẩm", ["Air", True])
    a_published_enterprise("Demo Zim Air", technologies=("ai",))
    settle()
    assert next(iter(offered(client, "demo air")["Doanh nghiệp"])) == "Công ty Demo Zim Air"
    assert next(iter(offered(client, "Demo Air"))) == "Sản phẩm", "just this before whole words"


def test_the_name_that_holds_what_was_typed_stands_beside_the_one_shown(client: PageClient, settle: Settle) -> None:
    airports()
    a_published_enterprise("Demo Sao Biển", technologies=("ai",))
    settle()
    _, option = first_of(client, "airp")
    assert option["pieces"] == [["Công ty Demo Sân bay 0", False]]
    assert (option["other"], option["other_lang"]) == ([["Demo ", False], ["Airp", True], ["ort 0", False]], "en")
    _, option = first_of(client, "airp", "en")
    assert (option["other"], option["other_lang"]) == ([], ""), "the name shown holds it"
    _, option = first_of(client, "TTNT", "en")
    assert option["pieces"] == [["Artificial intelligence", False]]
    assert option["other"] == [["TTNT", True]]


def test_what_is_not_public_is_never_offered(client: PageClient, settle: Settle) -> None:
    hidden = an_enterprise("Demo Secret Org")
    writer = an_actor(hidden)
    profiles.save_draft(writer, hidden.id, a_profile("Demo Secret Draft"))
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor, "Demo Biển Số")
    settle()
    assert offered(client, "demo secret") == {}
    assert offered(client, "demo biển số") == {"Sản phẩm": ["Demo Biển Số"]}
    products.withdraw_product(actor, product)
    assert offered(client, "demo biển số") == {}, "the ids are remembered, the rows are not"


def test_more_names_ask_the_database_no_more(
    client: PageClient, settle: Settle, count_statements: Callable[[], list[str]]
) -> None:
    a_published_enterprise("Demo Một")
    settle()
    offered(client, "demo")
    statements = count_statements()
    offered(client, "dem")
    few = len(statements)
    for number in range(5):
        a_published_enterprise(f"Demo Số {number}", summary=Localised(vi="x"))
    settle()
    statements.clear()
    offered(client, "de")
    assert len(statements) <= few


def test_an_answer_is_kept_only_for_a_moment(client: PageClient) -> None:
    assert client.get("/vi/suggest?q=a").headers["Cache-Control"] == "private, max-age=15"
    assert client.get("/vi/suggest").json == {"groups": [], "said": "Không có gợi ý"}


def test_who_asks_too_often_waits(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, _key: str) -> None:
        assert name == "suggest.address"
        raise TooMany(7)

    monkeypatch.setattr(views.suggest, "hit", refuse)
    answer = client.get("/vi/suggest?q=a")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
