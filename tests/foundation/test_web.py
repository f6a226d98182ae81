"""What holds for every answer: headers, error pages, safe ways back, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.app import create_app
from marketplace.config import Settings, SettingsError
from marketplace.foundation.limits import LIMITS, Limiter, TooMany
from marketplace.foundation.site import safe_target

if TYPE_CHECKING:
    from pathlib import Path

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
        ({"ELASTICSEARCH_URL": "http://127.0.0.1:9200"}, "ELASTICSEARCH_URL"),
        ({"REDIS_URL": "redis://127.0.0.1"}, "REDIS_URL"),
    ],
)
def test_settings_that_cannot_be_honoured_stop_the_start_with_a_reason(
    environ: dict[str, str], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        Settings.from_environment(environ)


def test_postgresql_addresses_use_our_driver() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "postgres://u@db/vuon"})
    assert settings.sqlalchemy_url == "postgresql+psycopg://u@db/vuon"


def test_a_public_page_links_to_itself_in_the_other_language_with_its_question(client: PageClient) -> None:
    page = client.get("/en/companies?q=cloud").text
    assert 'href="/vi/companies?q=cloud"' in page
    assert "/language/" not in page
