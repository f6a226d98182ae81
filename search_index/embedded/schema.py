"""Documents as the embedded index keeps them: token fields, raw codes, numbers and order keys that end in the id."""

import json
from collections.abc import Iterable, Mapping

import tantivy

from search_index.analysis import tokens
from search_index.documents import Document
from search_index.engine import UnknownField
from search_index.fields import TEXT_WEIGHTS, IndexFields
from search_index.planning import EXACT_FIELD, FOLDED_FIELD, PAIRS_FIELD, token_field

ID, KIND, HASH, SOURCE = "id", "kind", "hash", "source"
_SPLIT = "split_at_white_space"
_BEFORE_ID = "\x00"
_MISSING = "\U0010ffff"
_NUMBER_OFFSET = 10**18
_FIRST_ASCII, _LAST_ASCII = 0x21, 0x7E


def schema(fields: IndexFields) -> tantivy.Schema:
    """Return the embedded index's shape for a declaration."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(HASH, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(SOURCE, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (KIND, *map(filter_field, fields.filters)):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in map(number_field, fields.numbers):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in fields.sorts:
        for descending in (False, True):
            builder.add_text_field(order_field(name, descending), fast=True, tokenizer_name="raw", index_option="basic")
    for name in TEXT_WEIGHTS:
        for form in (FOLDED_FIELD, EXACT_FIELD, PAIRS_FIELD):
            builder.add_text_field(token_field(name, form), tokenizer_name=_SPLIT, index_option="freq")
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Teach an opened index to split tokens; it must be told each time it is opened."""
    index.register_tokenizer(_SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def filter_field(name: str) -> str:
    """The name of the field that holds the codes of a filter."""
    return f"filter_{name}"


def number_field(name: str) -> str:
    """The name of the field that holds whole numbers."""
    return f"number_{name}"


def order_field(name: str, descending: bool) -> str:
    """The name of the field whose ascending or descending order is that of a sort key, then of the id."""
    return f"order_{name}_{'down' if descending else 'up'}"


def entry(document: Document, fields: IndexFields) -> tantivy.Document:
    """Return a document as the index keeps it; UnknownField for one that the declaration does not know."""
    _check(document, fields)
    made = tantivy.Document()
    made.add_text(ID, document.id)
    made.add_text(HASH, document.hash)
    made.add_text(KIND, document.kind)
    made.add_text(SOURCE, _written(document))
    for name, values in document.filters.items():
        for value in dict.fromkeys(values):
            made.add_text(filter_field(name), value)
    for name, numbers in document.numbers.items():
        for number in numbers:
            made.add_integer(number_field(name), number)
    _add_order(made, document, fields)
    _add_tokens(made, document.text)
    return made


def _check(document: Document, fields: IndexFields) -> None:
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


def _add_tokens(made: tantivy.Document, text: Mapping[str, Mapping[str, str]]) -> None:
    for name, by_language in text.items():
        found = tokens(by_language[language] for language in sorted(by_language))
        forms = ((FOLDED_FIELD, found.folded), (EXACT_FIELD, found.exact), (PAIRS_FIELD, found.pairs))
        for form, row in forms:
            if row:
                made.add_text(token_field(name, form), " ".join(row))


def _add_order(made: tantivy.Document, document: Document, fields: IndexFields) -> None:
    for name in fields.sorts:
        value = document.sort.get(name)
        for descending in (False, True):
            made.add_text(order_field(name, descending), _order_key(value, document.id, descending))


def _order_key(value: str | int | None, id_: str, descending: bool) -> str:
    """Return a key whose order is that of the value, then the id upwards; a missing value comes last."""
    if value is None:
        key = "" if descending else _MISSING
    else:
        key = value if isinstance(value, str) else f"{value + _NUMBER_OFFSET:020d}"
    return key + _BEFORE_ID + (_mirrored(id_) + chr(_LAST_ASCII) if descending else id_)


def _mirrored(id_: str) -> str:
    """Return the id with each character mirrored, so that the mirrored order is the reverse."""
    return "".join(chr(_FIRST_ASCII + _LAST_ASCII - ord(c)) for c in id_)


def id_of_order_key(key: str, descending: bool) -> str:
    """Return the id at the end of an order key."""
    id_ = key.rpartition(_BEFORE_ID)[2]
    return _mirrored(id_[:-1]) if descending else id_


def _written(document: Document) -> str:
    parts = (document.id, document.kind, document.text, document.filters, document.numbers, document.sort)
    return json.dumps(parts, ensure_ascii=False, default=dict)


def source(written: str) -> Document:
    """Return the document that an index entry was made from."""
    id_, kind, text, filters, numbers, sort = json.loads(written)
    return Document(
        id=id_,
        kind=kind,
        text=text,
        filters={name: tuple(values) for name, values in filters.items()},
        numbers={name: tuple(values) for name, values in numbers.items()},
        sort=sort,
    )
