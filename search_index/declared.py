"""Documents and queries held against the declaration of an index: what it does not know is refused."""

from collections.abc import Iterable

from search_index.documents import Document
from search_index.engine import UnknownField
from search_index.fields import TEXT_WEIGHTS, IndexFields
from search_index.query import Between, SearchQuery

_FIRST_ASCII, _LAST_ASCII = 0x21, 0x7E


def check_document(document: Document, fields: IndexFields) -> None:
    """Raise UnknownField for a document that the declaration does not know."""
    if not document.id or any(not _FIRST_ASCII <= ord(c) <= _LAST_ASCII for c in document.id):
        raise UnknownField(f"an id must be printable ASCII without spaces: {document.id!r}")
    kind = next((kind for kind in fields.kinds if kind.kind == document.kind), None)
    if kind is None:
        raise UnknownField(f"index {fields.name} has no kind {document.kind!r}")
    used = (document.text, document.filters, document.numbers, document.sort)
    known: tuple[Iterable[str], ...] = (TEXT_WEIGHTS, kind.filters, kind.numbers, kind.sorts)
    for names, allowed in zip(used, known, strict=True):
        unknown = set(names) - set(allowed)
        if unknown:
            raise UnknownField(f"kind {document.kind!r} does not declare {sorted(unknown)}")


def check_query(query: SearchQuery, fields: IndexFields) -> None:
    """Raise UnknownField for a query that the declaration does not know."""
    ranges = {wanted.field for wanted in query.filters if isinstance(wanted, Between)}
    strange = set(query.kinds) - {kind.kind for kind in fields.kinds}
    strange |= set(query.facets) - set(fields.filters)
    strange |= {wanted.field for wanted in query.filters if not isinstance(wanted, Between)} - set(fields.filters)
    strange |= (ranges | {steps.field for steps in query.boosts}) - set(fields.numbers)
    strange |= {query.sort.field} - set(fields.sorts) if query.sort else set()
    if strange:
        raise UnknownField(f"index {fields.name} does not declare {sorted(strange)}")
