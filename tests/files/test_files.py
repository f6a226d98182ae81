"""Which files are taken, and that a circle's files stay inside it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import FileStorage

from marketplace.files import rules, services
from marketplace.files.rules import FileRefused, media_type_of, safe_name
from marketplace.foundation.actor import NotFound, Refused
from marketplace.organisations.services import open_audience
from tests.factories.accounts import sign_in_as
from tests.factories.organisations import a_member, an_actor, an_enterprise

if TYPE_CHECKING:
    from flask_sqlalchemy import SQLAlchemy

    from tests.clients import PageClient

CONTENT_TYPES = "[Content_Types].xml"


def an_archive(**entries: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CONTENT_TYPES, b"<Types/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def reason(name: str, content: bytes) -> str | None:
    try:
        media_type_of(name, BytesIO(content))
    except FileRefused as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("demo.pdf", b"%PDF-1.7", None),
        ("demo.PDF", b"%PDF-1.7", None),
        ("demo.docx", an_archive(document=b"text"), None),
        ("demo.svg", b"<svg/>", "files.type"),
        ("demo.pdf.exe", b"%PDF-1.7", "files.type"),
        ("pdf", b"%PDF-1.7", "files.type"),
        ("demo.pdf", b"", "files.empty"),
        ("demo.pdf", b"<html>", "files.content"),
        ("demo.png", b"%PDF-1.7", "files.content"),
        ("demo.docx", b"PK\x03\x04 and nothing more", "files.content"),
        ("demo.docx", an_archive(**{"word/vbaProject.bin": b"x"}), "files.macro"),
        ("demo.xlsx", an_archive(sheet=b"0" * 5_000_000), "files.unpacks"),
    ],
)
def test_a_file_is_taken_for_its_name_its_content_and_what_it_unpacks_to(
    name: str, content: bytes, code: str | None
) -> None:
    assert reason(name, content) == code


def test_an_archive_of_very_many_entries_is_refused_before_its_list_is_read_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = an_archive(**{f"entry{number}": b"" for number in range(rules.MOST_ENTRIES)})
    assert reason("demo.docx", many) == "files.unpacks"
    monkeypatch.setattr(rules, "LONGEST_DIRECTORY", 10_000)
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: pytest.fail("the list was read"))
    assert reason("demo.docx", many) == "files.unpacks"


def test_a_broken_archive_is_refused_wherever_it_is_broken() -> None:
    whole = an_archive(document=b"some text")
    for place in range(len(whole)):
        broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        assert reason("demo.docx", broken) in {None, "files.content", "files.unpacks", "files.macro"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/demo.pdf", "demo.pdf"), ("C:\\demo\\hồ sơ.pdf", "hồ sơ.pdf"), ("", "file"), ("..", "..")],
)
def test_a_name_carries_no_path(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def a_pdf() -> FileStorage:
    return FileStorage(BytesIO(b"%PDF-1.7 demo"), filename="demo.pdf")


def test_nobody_puts_a_file_into_a_circle_of_others(database: SQLAlchemy) -> None:
    inside, outside = an_actor(an_enterprise()), an_actor(an_enterprise())
    circle = open_audience("file", [str(inside.organisation_id)])
    assert services.keep(inside, a_pdf(), circle).audience_id == circle
    with pytest.raises(NotFound):
        services.keep(outside, a_pdf(), circle)
    with pytest.raises(Refused, match=r"files\.empty"):
        services.keep(inside, FileStorage(BytesIO(b""), filename="demo.pdf"), circle)


def test_a_file_is_always_a_download_and_only_for_its_circle(database: SQLAlchemy, client: PageClient) -> None:
    place = an_enterprise()
    actor = an_actor(place)
    file = services.keep(actor, a_pdf(), open_audience("file", [place.id]))
    sign_in_as(client, a_member(place), place.id)
    answer = client.get(f"/workspace/files/{file.id}")
    assert answer.data == b"%PDF-1.7 demo"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    answer.close()
    other = an_enterprise()
    sign_in_as(client, a_member(other), other.id)
    assert client.get(f"/workspace/files/{file.id}").status_code == 404
