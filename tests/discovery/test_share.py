"""The picture of a page: drawn from what is public, for everybody who shares it, and for nothing that is not public."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation import pictures
from marketplace.foundation.limits import LIMITS
from marketplace.foundation.pictures import ANY_FONT, EDGE, WIDTH, Words, font, lines_of, png_of, svg_of, width_of
from tests.factories.organisations import an_enterprise
from tests.factories.profiles import a_published_enterprise

if TYPE_CHECKING:
    from flask import Flask

    from tests.clients import PageClient

LONG = "Công ty Cổ phần Demo Nghiên cứu, Phát triển và Chuyển giao Công nghệ Trí tuệ Nhân tạo Đồng bằng Sông Cửu Long"


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_has_a_picture_of_the_size_that_networks_ask_for(client: PageClient, lang: str) -> None:
    answer = client.get(f"/{lang}/share/site.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert size_of(answer.data) == (1200, 630)
    assert f'property="og:image" content="http://127.0.0.1:8000/{lang}/share/site.png"' in client.get(f"/{lang}/").text


def test_a_company_has_a_picture_of_its_own_once_it_is_public(client: PageClient) -> None:
    hidden = an_enterprise()
    assert client.get(f"/vi/share/companies/{hidden.id}.png").status_code == 404
    company, _ = a_published_enterprise("Demo Sen")
    path = f"/vi/share/companies/{company.id}.png"
    answer = client.get(path)
    assert size_of(answer.data) == (1200, 630)
    assert "max-age=300" in answer.headers["Cache-Control"], "what is withdrawn does not live on for a day"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert (
        f'property="og:image" content="http://127.0.0.1:8000{path}"' in client.get(f"/vi/companies/{company.id}").text
    )
    assert client.get(f"/vi/share/investors/{company.id}.png").status_code == 404
    assert client.get(f"/vi/share/products/{company.id}.png").status_code == 404


def test_the_title_is_drawn_with_its_marks(app: Flask) -> None:
    with app.test_request_context("/vi/"):
        plain = svg_of(Words("", "Vuon", "", ""))
        marked = svg_of(Words("", "Vươn", "", ""))
    assert png_of(plain) != png_of(marked)


def test_a_font_is_there_that_has_the_marks_in_bold() -> None:
    assert font() != ANY_FONT


@pytest.mark.parametrize("text", ["</text><script>", "A & B < C", 'a"b', "x\x00\x08\ufffey", "😀 越南"])
def test_any_name_makes_a_drawing(app: Flask, text: str) -> None:
    with app.test_request_context("/vi/"):
        svg = svg_of(Words(text, text, text, text, "Demo"))
    assert size_of(png_of(svg)) == (1200, 630)
    assert all("script" not in element.tag for element in ET.fromstring(svg).iter())  # noqa: S314


def test_a_long_name_stays_whole_as_long_as_it_can(app: Flask) -> None:
    with app.test_request_context("/vi/"):
        svg = svg_of(Words("", LONG, "", ""))
    assert " ".join(text for text in texts_of(svg) if text in LONG) == LONG


@given(st.text(max_size=300), st.sampled_from([28, 34, 52, 76]), st.integers(1, 3))
def test_no_line_is_wider_than_the_picture(text: str, size: int, most: int) -> None:
    lines = lines_of(text, size, most)
    assert len(lines) <= most
    assert all(width_of(line, size) <= WIDTH - 2 * EDGE for line in lines)


def test_a_word_without_end_is_measured_only_as_far_as_it_could_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def measure(text: str, size: float) -> float:
        measured.append(len(text))
        return width_of(text, size)

    monkeypatch.setattr(pictures, "width_of", measure)
    assert lines_of("x" * 20_000, 76, 2)[0].endswith("…")
    assert sum(measured) < 1000 * 1000


def test_pictures_are_not_drawn_without_end(client: PageClient) -> None:
    most = int(LIMITS["picture.address"].split()[0])
    codes = [client.get("/vi/share/site.png").status_code for _ in range(most + 1)]
    assert codes == [*[200] * most, 429]
