"""Documents as the servers keep them."""

from search_index.declared import check_document
from search_index.documents import Document
from search_index.elastic.mapping import HASH, ID, KIND, PHRASES, Json, sort_field
from search_index.fields import IndexFields, filter_field, number_field
from search_index.phrases import spoken
from search_index.sorting import written_key
from search_index.token_fields import written_tokens


def entry(document: Document, fields: IndexFields) -> Json:
    """Return a document as the index keeps it; UnknownField for one that the declaration does not know."""
    check_document(document, fields)
    made: Json = {ID: document.id, KIND: document.kind, HASH: document.hash}
    made |= {filter_field(name): encodable_all(values) for name, values in document.filters.items() if values}
    made |= {number_field(name): list(values) for name, values in document.numbers.items() if values}
    made |= {sort_field(name): encodable(written_key(value)) for name, value in document.sort.items()}
    return made | {PHRASES: list(spoken(document.text))} | written_tokens(document.text)


def encodable(value: str) -> str:
    """Return the value with a question mark for what is no character, because JSON is UTF-8."""
    return value.encode("utf-8", "replace").decode("utf-8")


def encodable_all(values: tuple[str, ...]) -> list[str]:
    """Return the values, each once."""
    return [encodable(value) for value in dict.fromkeys(values)]
