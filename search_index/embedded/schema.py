"""Documents as the embedded index keeps them: token fields, raw codes, numbers and order keys that end in the id."""

import json

import tantivy

from search_index.declared import check_document
from search_index.documents import Document
from search_index.fields import IndexFields, filter_field, number_field
from search_index.sorting import MISSING, written_key
from search_index.token_fields import token_fields, written_tokens

ID, KIND, HASH, VERSION, SOURCE = "id", "kind", "hash", "version", "source"
_SPLIT = "split_at_white_space"
_BEFORE_ID = "\x00"
_FIRST_ASCII, _LAST_ASCII = 0x21, 0x7E


def schema(fields: IndexFields) -> tantivy.Schema:
    """Return the embedded index's shape for a declaration."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(HASH, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(VERSION, stored=True)
    builder.add_text_field(SOURCE, stored=True, tokenizer_name="raw", index_option="basic")
    for name in (KIND, *map(filter_field, fields.filters)):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in map(number_field, fields.numbers):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in fields.sorts:
        for descending in (False, True):
            builder.add_text_field(order_field(name, descending), fast=True, tokenizer_name="raw", index_option="basic")
    for name in token_fields():
        builder.add_text_field(name, tokenizer_name=_SPLIT, index_option="freq")
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Teach an opened index to split tokens; it must be told each time it is opened."""
    index.register_tokenizer(_SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def order_field(name: str, descending: bool) -> str:
    """The name of the field whose ascending or descending order is that of a sort key, then of the id."""
    return f"order_{name}_{'down' if descending else 'up'}"


def entry(document: Document, fields: IndexFields) -> tantivy.Document:
    """Return a document as the index keeps it; UnknownField for one that the declaration does not know."""
    check_document(document, fields)
    made = tantivy.Document()
    made.add_text(ID, document.id)
    made.add_text(HASH, document.hash)
    made.add_integer(VERSION, document.version)
    made.add_text(KIND, document.kind)
    made.add_text(SOURCE, _written(document))
    for name, values in document.filters.items():
        for value in dict.fromkeys(values):
            made.add_text(filter_field(name), value)
    for name, numbers in document.numbers.items():
        for number in numbers:
            made.add_integer(number_field(name), number)
    _add_order(made, document, fields)
    for name, row in written_tokens(document.text).items():
        made.add_text(name, row)
    return made


def _add_order(made: tantivy.Document, document: Document, fields: IndexFields) -> None:
    for name in fields.sorts:
        value = document.sort.get(name)
        for descending in (False, True):
            made.add_text(order_field(name, descending), _order_key(value, document.id, descending))


def _order_key(value: str | int | None, id_: str, descending: bool) -> str:
    """Return a key whose order is that of the value, then the id upwards; a missing value comes last."""
    missing = "" if descending else MISSING
    key = missing if value is None else written_key(value)
    return key + _BEFORE_ID + (_mirrored(id_) + chr(_LAST_ASCII) if descending else id_)


def _mirrored(id_: str) -> str:
    """Return the id with each character mirrored, so that the mirrored order is the reverse."""
    return "".join(chr(_FIRST_ASCII + _LAST_ASCII - ord(c)) for c in id_)


def id_of_order_key(key: str, descending: bool) -> str:
    """Return the id at the end of an order key."""
    id_ = key.rpartition(_BEFORE_ID)[2]
    return _mirrored(id_[:-1]) if descending else id_


def _written(document: Document) -> str:
    content = (document.text, document.filters, document.numbers, document.sort)
    return json.dumps((document.id, document.version, document.kind, *content), ensure_ascii=False, default=dict)


def source(written: str) -> Document:
    """Return the document that an index entry was made from."""
    id_, version, kind, text, filters, numbers, sort = json.loads(written)
    return Document(
        id=id_,
        kind=kind,
        text=text,
        filters={name: tuple(values) for name, values in filters.items()},
        numbers={name: tuple(values) for name, values in numbers.items()},
        sort=sort,
        version=version,
    )
