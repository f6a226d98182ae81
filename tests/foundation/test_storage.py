"""Stored bytes are there whole or not at all; files are taken by what they are."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from marketplace.files.rules import FileRefused, media_type_of, safe_name
from marketplace.foundation.storage import LocalStore

if TYPE_CHECKING:
    from pathlib import Path


def test_bytes_are_kept_under_their_hash_and_come_back(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    kept = store.put(io.BytesIO(b"evidence" * 10_000))
    assert kept.hash == hashlib.sha256(b"evidence" * 10_000).hexdigest()
    with store.open(kept.hash) as stream:
        assert stream.read() == b"evidence" * 10_000
    assert store.put(io.BytesIO(b"evidence" * 10_000)) == kept


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        LocalStore(tmp_path).put(io.BytesIO(b"evidence"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 63, "G" * 64, "../" + "a" * 61])
def test_only_hashes_are_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        LocalStore(tmp_path).open(name)


def office(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("deed.pdf", b"%PDF-1.7 ...", None),
        ("deed.PDF", b"%PDF-1.7 ...", None),
        ("plan.docx", office("[Content_Types].xml", "word/document.xml"), None),
        ("plan.docx", office("[Content_Types].xml", "word/vbaProject.bin"), "files.macro"),
        ("plan.docx", office("readme.txt"), "files.content"),
        ("plan.docx", b"PK\x03\x04 broken", "files.content"),
        ("deed.pdf", b"MZ\x90", "files.content"),
        ("deed.pdf", b"", "files.empty"),
        ("deed.exe", b"MZ\x90", "files.type"),
        ("deed", b"%PDF-", "files.type"),
    ],
)
def test_files_are_taken_by_name_and_content(name: str, content: bytes, code: str | None) -> None:
    stream = io.BytesIO(content)
    if code is None:
        assert "/" in media_type_of(name, stream)
        assert stream.tell() == 0
        return
    with pytest.raises(FileRefused) as refusal:
        media_type_of(name, stream)
    assert refusal.value.code == code


def test_a_name_loses_its_path_and_keeps_its_ending() -> None:
    assert safe_name("C:\\papers\\hợp đồng.pdf") == "hợp đồng.pdf"
    assert safe_name("a" * 300 + ".pdf").endswith(".pdf")
    assert len(safe_name("a" * 300 + ".pdf")) <= 160
