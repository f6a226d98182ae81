"""What holds for every answer: headers, error pages, safe ways back, health."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from marketplace.app import create_app
from marketplace.config import Settings, SettingsError
from marketplace.foundation.database import db
from marketplace.foundation.limits import LIMITS, Limiter, TooMany, network_address
from marketplace.foundation.site import safe_target
from tests.factories.accounts import PASSWORD, a_person, sign_in_as
from tests.factories.organisations import a_member, an_enterprise
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient


def test_every_answer_carries_the_security_headers(client: PageClient) -> None:
    for path in ("/health/live", "/nowhere", "/vi/"):
        headers = client.get(path).headers
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert headers["X-Request-ID"]


def test_a_missing_page_says_so_in_the_reader_s_language_with_a_reference(client: PageClient) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": "en"})
    assert page.status_code == 404
    assert "Page not found" in page.text
    assert page.headers["X-Request-ID"] in page.text
    assert "Không tìm thấy" in client.get("/nowhere", headers={"Accept-Language": "vi"}).text


def test_health_tells_whether_the_database_answers(client: PageClient, tmp_path: Path) -> None:
    assert client.get("/health/ready").status_code == 200
    empty = create_app(Settings(environment="test", data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'no.db'}"))
    assert empty.test_client().get("/health/ready").status_code == 503
    assert empty.test_client().get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("/workspace?x=1", True),
        ("//elsewhere.example", False),
        ("/\\elsewhere.example", False),
        ("https://elsewhere.example/", False),
        ("workspace", False),
        ("/a\nb", False),
        ("/\t/elsewhere.example", False),
        ("/\t/[", False),
        ("", False),
        (None, False),
    ],
)
def test_a_way_back_stays_on_this_site(target: str | None, safe: bool) -> None:
    assert (safe_target(target) is not None) is safe


def test_a_language_is_remembered_and_leads_back(client: PageClient) -> None:
    answer = client.get("/language/en?next=/nowhere")
    assert answer.headers["Location"] == "/nowhere"
    assert "Page not found" in client.get("/nowhere", headers={"Accept-Language": "vi"}).text
    assert client.get("/language/xx").status_code == 404


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_a_limit_lets_through_what_it_says_and_then_says_when_to_come_back(name: str) -> None:
    limiter = Limiter()
    allowed = limiter.items[name][0].amount
    for _ in range(allowed):
        limiter.hit(name, "somebody")
    with pytest.raises(TooMany) as refusal:
        limiter.hit(name, "somebody")
    assert refusal.value.retry_after >= 1
    limiter.hit(name, "somebody else")


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({"VUON_ENV": "production"}, "SECRET_KEY"),
        ({"VUON_ENV": "production", "SECRET_KEY": "s" * 40}, "DATABASE_URL"),
        ({"VUON_ENV": "production", "SECRET_KEY": "s" * 40, "DATABASE_URL": "postgresql://db/vuon"}, "SMTP_URL"),
        ({"VUON_ENV": "staging"}, "VUON_ENV"),
        ({"SERVER_THREADS": "many"}, "SERVER_THREADS"),
        ({"ELASTICSEARCH_URL": "127.0.0.1:9200"}, "ELASTICSEARCH_URL"),
        ({"ELASTICSEARCH_PREFIX": "Vươn_"}, "ELASTICSEARCH_PREFIX"),
        ({"REDIS_URL": "127.0.0.1:6379"}, "REDIS_URL"),
    ],
)
def test_settings_that_cannot_be_honoured_stop_the_start_with_a_reason(environ: dict[str, str], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        Settings.from_environment(environ)


def test_postgresql_addresses_use_our_driver() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgres://u@db/vuon"})
    assert settings.sqlalchemy_url == "postgresql+psycopg://u@db/vuon"


def test_a_public_page_links_to_itself_in_the_other_language_with_its_question(client: PageClient) -> None:
    page = client.get("/en/companies?q=cloud").text
    assert 'href="/vi/companies?q=cloud"' in page
    assert "/language/" not in page


@pytest.mark.parametrize("question", ["endpoint=x", "_external=1", "_scheme=javascript", "_method=POST", "_anchor=a"])
def test_a_question_never_becomes_an_option_of_an_address(client: PageClient, question: str) -> None:
    page = client.get(f"/en/kpi?{question}&q=cloud", headers={"Host": "elsewhere.example"})
    assert page.status_code == 200
    assert f'href="/vi/kpi?{question.replace("&", "&amp;")}&amp;q=cloud"' in page.text
    search = client.get(f"/en/companies?{question}&q=cloud", headers={"Host": "elsewhere.example"})
    assert (search.status_code, search.location) == (302, "/en/companies?q=cloud")


def test_a_nul_is_refused_at_the_edge(client: PageClient) -> None:
    assert client.get("/vi/companies/%00").status_code == 404
    assert client.get("/vi/companies?q=%00").status_code == 400
    assert client.post("/vi/sign-in", data={"email": "a\0b", "password": "x"}).status_code == 400


def test_no_shared_cache_keeps_a_page(client: PageClient) -> None:
    assert "private" in client.get("/vi/").headers["Cache-Control"]
    assert "no-store" in client.get("/workspace/nothing").headers["Cache-Control"]


def test_every_limit_is_counted_somewhere() -> None:
    counted = {
        call.args[0].value
        for source in Path("marketplace").rglob("*.py")
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "hit"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert counted == set(LIMITS)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("unix", "unix"),
    ],
)
def test_one_connection_is_one_address(app: Flask, address: str, counted_as: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network_address() == counted_as


def test_a_browser_over_https_is_let_in_with_cookies_of_this_host_alone(app: Flask, database: SQLAlchemy) -> None:
    served = create_app(replace(app.extensions["settings"], public_url="https://vuon.example"))
    visitor, site, person = served.test_client(), "https://vuon.example", a_person()
    page = visitor.get("/vi/sign-in", base_url=site)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    assert page.headers["Referrer-Policy"] != "no-referrer"  # browsers would then send no Referer, and be refused
    answer = visitor.post(
        "/vi/sign-in",
        base_url=site,
        headers={"Referer": f"{site}/vi/sign-in"},
        data={"csrf_token": found[1], "email": person.email, "password": PASSWORD},
    )
    with served.app_context():
        db.engine.dispose()  # the next test gets another file under the same name
    assert answer.status_code == 303
    cookies = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert {"__Host-session", "__Host-browser"} <= cookies.keys()
    for name in ("__Host-session", "__Host-browser"):
        assert all(part in cookies[name] for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
        assert "Domain" not in cookies[name]


def test_the_mailbox_is_not_there_in_production(tmp_path: Path) -> None:
    settings = Settings(
        environment="production",
        secret_key="s" * 40,
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'no.db'}",
        smtp_url="smtp://mail.example",
        public_url="https://vuon.example",
    )
    assert not [rule for rule in create_app(settings).url_map.iter_rules() if "mailbox" in rule.endpoint]


def test_odd_values_are_answers_not_accidents(client: PageClient) -> None:
    place = an_enterprise()
    sign_in_as(client, a_member(place), place.id)
    assert client.post("/workspace/profile/publish", data={"version": "9" * 5000}).status_code == 409
    assert client.post("/workspace/products/nothing/publish", data={"version": "9" * 5000}).status_code == 404
    assert client.post("/workspace/profile", data={"name_vi": "Demo", "website": "https://[demo.vn"}).status_code == 422


def test_no_page_repeats_the_host_that_a_request_claims(client: PageClient) -> None:
    page = client.get("/en/kpi?page=1", headers={"Host": "elsewhere.example"}).text
    assert "elsewhere.example" not in page
    assert '<p class="print-only">http://127.0.0.1:8000/en/kpi?page=1</p>' in page


def test_nor_does_what_a_page_offers_to_pass_on(client: PageClient) -> None:
    company, _ = a_published_enterprise()
    for claimed in ("elsewhere.example", "127.0.0.1:8000"):  # the second reader may get the page of the first
        page = client.get(f"/en/companies/{company.id}", headers={"Host": claimed}).text
        assert "elsewhere.example" not in page
        assert quote_plus(f"http://127.0.0.1:8000/en/companies/{company.id}") in page
