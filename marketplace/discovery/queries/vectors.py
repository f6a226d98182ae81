"""What is kept of the meanings of public texts, for those who compare parties: from the table, never the encoder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import chain
from typing import Any

from sqlalchemy import Row, Select, func, literal, select

from marketplace.discovery.models import DocumentMeaning
from marketplace.foundation.database import db
from marketplace.foundation.meanings import TextMeaning
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.publishing.queries import chunks


class KeptMeanings:
    """Reads the table. A text that was withdrawn is left out at once, whether its vector is forgotten or not yet."""

    def state(self, model: str) -> Select[int, datetime | None]:
        """How many vectors of a model there are, and when the newest was read."""
        return select(func.count(), func.max(DocumentMeaning.read_at)).where(DocumentMeaning.model == model)

    def digests(self, model: str) -> Mapping[str, str]:
        """By party a digest of which words of which texts were read."""
        row = DocumentMeaning
        found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for party, _, *text in _rows(_of_texts(model, row.id, row.language, row.text_hash)):
            found[party].append(tuple(text))
        return {party: _digest(sorted(texts)) for party, texts in found.items()}

    def meanings(self, model: str, parties: Sequence[str]) -> Sequence[TextMeaning]:
        """What the texts of some parties mean: pages first, then products by their ids."""
        row = DocumentMeaning
        wanted = [
            each.where(Profile.id.in_(chunk)).order_by(row.id, row.language)
            for chunk in chunks(parties)
            for each in _of_texts(model, row.language, row.vector)
        ]
        return [TextMeaning(*found) for found in _rows(wanted)]


def _of_texts(model: str, *columns: Any) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Of live pages, and of live products of parties with a page: whose they are, whether of a page, the columns."""
    row = DocumentMeaning
    pages = select(Profile.id, literal(True), *columns).join(row, row.id == Profile.id)
    products = (
        select(Profile.id, literal(False), *columns)
        .join(ProductRow, ProductRow.organisation_id == Profile.id)
        .join(row, row.id == ProductRow.id)
        .where(ProductRow.live)
    )
    public = (row.model == model, Profile.live, Profile.kind.in_(sorted(PUBLIC_PAGES)))
    return tuple(each.where(*public) for each in (pages, products))


def _rows(wanted: Sequence[Select[*tuple[Any, ...]]]) -> Iterator[Row[*tuple[Any, ...]]]:
    return chain.from_iterable(map(db.session.execute, wanted))


def _digest(texts: Sequence[tuple[str, ...]]) -> str:
    return blake2b(repr(texts).encode(), digest_size=16).hexdigest()
