"""While the index cannot be asked, people find by the database, are told so, and notice nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from marketplace.discovery import services, tasks
from marketplace.foundation.search import engine
from marketplace.foundation.text import Localised
from marketplace.profiles import services as profiles
from search_index.breaker import FAILURES, PAUSE_SECONDS, Breaker
from search_index.engine import SearchEngine, SearchError, SearchUnavailable
from tests.factories.products import a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise, a_published_investor

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

Settle = Callable[[], None]
PAUSED = {
    "vi": "Tìm kiếm nâng cao đang tạm ngừng. Bạn đang xem kết quả tìm kiếm cơ bản.",
    "en": "Advanced search is paused. You are seeing basic results.",
}
ELSEWHERE = ("/en/sign-in", "/en/kpi", "/en/companies/{company}", "/en/products/{product}", "/health/live")


@dataclass
class Away:
    """An engine whose server can go away; `seconds` is how long its client waits each time."""

    within: SearchEngine
    error: SearchError | None = None
    seconds: float = 0.0
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The call of the engine within, unless its server is away."""

        def call(*given: Any, **named: Any) -> Any:
            self.asked.append(name)
            if self.error:
                time.sleep(self.seconds)
                raise self.error
            return getattr(self.within, name)(*given, **named)

        return call


@dataclass
class Place:
    """The application with an engine that can go away behind a breaker, and the breaker's clock."""

    away: Away
    moment: float = 0.0


@pytest.fixture
def place(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The breaker as production has it, on a clock that the test moves."""
    made = Place(Away(engine()))
    monkeypatch.setitem(app.extensions, "search_engine", Breaker(made.away, lambda: made.moment))
    return made


def page(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize("error", [SearchUnavailable("away"), SearchError("broken")])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_database_answers_and_the_page_says_so(
    client: PageClient, place: Place, settle: Settle, error: SearchError, language: str
) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển", province="48", summary=Localised(vi="Trí tuệ nhân tạo"))
    a_published_enterprise("Demo Bình Minh", province="01", technologies=("iot",))
    a_published_product(company, actor, "Demo Ví Sao")
    a_published_investor("Demo Lotus Fund")
    settle()
    assert PAUSED[language] not in page(client, f"/{language}/companies")
    place.away.error = error
    companies = f"/{language}/companies"
    for words in ("sao+bien", "Sao+Biển", "AI+da+nang", "artificial+intelligence&province=48", "đà+nẵng"):
        found = page(client, f"{companies}?q={words}")
        assert "Sao Biển" in found, words
        assert "Bình Minh" not in found, words
        assert PAUSED[language] in found
    assert "Sao Biển" not in page(client, f"{companies}?province=01")
    assert "Lotus Fund" in page(client, f"/{language}/investors")
    assert "Ví Sao" in page(client, f"/{language}/products?q=vi+sao&sort=newest")
    assert page(client, f"/{language}/")


def test_a_hidden_row_is_shown_by_neither(client: PageClient, place: Place, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    settle()
    profiles.withdraw_profile(actor, company.id)
    assert "Sao Biển" not in page(client, "/en/companies?q=demo")
    place.away.error = SearchUnavailable("away")
    assert "Sao Biển" not in page(client, "/en/companies?q=demo")


def test_nobody_waits_for_an_engine_that_is_known_to_hang(client: PageClient, place: Place, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    product = a_published_product(company, actor)
    settle()
    place.away.error, place.away.seconds = SearchUnavailable("it hangs"), 0.2
    for _ in range(FAILURES):
        assert PAUSED["en"] in page(client, "/en/companies?q=sao")
    place.away.asked.clear()
    for address in ELSEWHERE:
        assert client.get(address.format(company=company.id, product=product)).status_code == 200, address
    for _ in range(3):
        began = time.monotonic()
        assert "Sao Biển" in page(client, "/en/companies?q=sao")
        assert time.monotonic() - began < 1.5
    assert place.away.asked == []


def test_the_index_returns_by_itself_and_catches_up(client: PageClient, place: Place, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo Sao Biển")
    settle()
    place.away.error = SearchUnavailable("away")
    for _ in range(FAILURES):
        page(client, "/en/companies?q=sao")
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    settle()
    assert "Mặt Trời" in page(client, "/vi/companies?q=mat+troi")
    place.away.error = None
    assert PAUSED["en"] in page(client, "/en/companies?q=mat+troi")
    place.moment += PAUSE_SECONDS
    tasks.send_waiting()
    found = page(client, "/vi/companies?q=mat+troi")
    assert "Mặt Trời" in found
    assert PAUSED["vi"] not in found
    assert services.check(mend=False).found.count == services.status().waiting == 0


def test_no_periodic_task_fails_because_the_index_is_away(
    place: Place, settle: Settle, capsys: pytest.CaptureFixture[str]
) -> None:
    a_published_enterprise()
    settle()
    place.away.error = SearchUnavailable("away")
    tasks.send_waiting()
    tasks.tidy_index()
    tasks.compare_index()
    assert "Traceback" not in capsys.readouterr().err


def test_a_lost_index_is_made_again_by_the_next_sweep(place: Place, settle: Settle) -> None:
    company, _ = a_published_enterprise()
    settle()
    place.away.is_current = place.away.is_there = lambda: False  # type: ignore[attr-defined]
    tasks.send_waiting()
    assert "replace_all" in place.away.asked
    assert set(engine().hashes()) == {company.id}


def test_the_sweep_leaves_another_release_s_index_alone_and_loses_nothing(place: Place, settle: Settle) -> None:
    """Two releases side by side would replace each other's index every ten seconds."""
    company, actor = a_published_enterprise()
    settle()
    place.away.is_current = lambda: False  # type: ignore[attr-defined]
    place.away.is_there = lambda: True  # type: ignore[attr-defined]
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    fresh, _ = a_published_enterprise("Demo Bình Minh")
    services.refresh([company.id, fresh.id])
    place.away.asked.clear()
    for _ in range(3):
        tasks.send_waiting()
    assert not {"replace_all", "put", "remove"} & set(place.away.asked)
    assert services.status().waiting == 2
    tasks.check_index()
    del place.away.is_current, place.away.is_there
    tasks.send_waiting()
    assert services.status().waiting == services.check(mend=False).found.count == 0
    assert set(engine().hashes()) == {company.id, fresh.id}


def test_a_change_before_anything_was_sent_waits_for_the_index_of_this_release(place: Place) -> None:
    place.away.is_current = lambda: False  # type: ignore[attr-defined]
    place.away.is_there = lambda: True  # type: ignore[attr-defined]
    company, _ = a_published_enterprise()
    services.refresh([company.id])
    assert services.status().waiting == 1
    assert "put" not in place.away.asked
