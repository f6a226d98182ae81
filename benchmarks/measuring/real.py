"""Real lists, brought in by the product's own import into a database that is thrown away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.measuring.site import prepare_database
from marketplace.app import create_app
from marketplace.config import Settings
from marketplace.discovery import searchable
from marketplace.exchange.services import importing
from marketplace.exchange.services.plans import Choices
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db
from search_index.documents import Document

LISTS = {
    "products": ("products_vi_en.jsonl", "VN"),
    "companies": ("listed_companies_vi_en.csv", "VN"),
    "investors": ("investors.csv", ""),
}


def real_documents(lists: Path, folder: Path) -> list[Document]:
    """What the index would hold of these lists."""
    app = create_app(Settings(environment="test", data_dir=folder, log_level="ERROR"))
    with app.app_context(), acting_as(SYSTEM):
        prepare_database(app)
        for name, (file, country) in LISTS.items():
            kind = importing.KINDS[name]
            choices = Choices(name, country or "VN")
            reading = importing.read_list(kind, lists / file, choices)
            importing.import_list(SYSTEM, kind, reading, choices, lambda _: None)
        found = [replace(document, version=1) for document in searchable.documents()]
        db.session.remove()
    return found
