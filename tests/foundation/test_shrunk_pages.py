"""The shrunk form of a page that is kept for visitors is kept too, and nobody's own page is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import brotli
import pytest

from marketplace.foundation import compression
from marketplace.foundation.compression import ShrunkPages
from tests.factories.accounts import a_person, sign_in_as
from tests.factories.products import a_published_product
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from tests.clients import PageClient

pytestmark = pytest.mark.usefixtures("database")
BROWSER = {"Accept-Encoding": "br", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names under which shrunk forms were kept."""
    names: list[str] = []
    plain = ShrunkPages.set

    def note(shelf: ShrunkPages, name: str, content: bytes) -> None:
        if not name.endswith(";"):
            names.append(name)
        plain(shelf, name, content)

    monkeypatch.setattr(compression.ShrunkPages, "set", note)
    return names


def test_it_is_the_page_that_stands_there_now(client: PageClient, kept: list[str]) -> None:
    company, actor = a_published_enterprise()
    address = f"/vi/companies/{company.id}"
    for product in ("Demo Một", "Demo Hai"):
        a_published_product(company, actor, product)
        for _ in range(3):
            answer = client.get(address, headers=BROWSER)
            assert answer.headers["Content-Encoding"] == "br"
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert brotli.decompress(answer.data).decode() == client.get(address).text
            assert product in client.get(address).text
    assert len(set(kept)) == 2


def test_nobody_s_own_page_is_kept(client: PageClient, kept: list[str]) -> None:
    company, _ = a_published_enterprise()
    sign_in_as(client, a_person())
    for address in (f"/vi/companies/{company.id}", "/vi/", "/account"):
        client.get(address, headers=BROWSER)
    assert kept == []


def test_the_oldest_go_when_there_are_too_many() -> None:
    shelf = ShrunkPages()
    shelf.set("br;", b"nobody's")
    for number in range(compression.MOST_KEPT + 1):
        shelf.set(f"br;{number}", b"x")
    assert [shelf.get(name) for name in ("br;", "br;0", "br;1")] == [None, None, b"x"]
