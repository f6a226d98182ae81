"""The mapping and settings of an index, made from its declaration; only the server's core is used."""

import hashlib
import json

from search_index.fields import IndexFields, filter_field, number_field
from search_index.query import DEEPEST
from search_index.token_fields import token_fields

ID, KIND, HASH, PHRASES = "id", "kind", "hash", "phrases"
Json = dict[str, object]

_RAW: Json = {"type": "keyword"}
_ONLY_READ: Json = {"type": "keyword", "index": False}
_NUMBER: Json = {"type": "long"}
_TOKENS: Json = {
    "type": "text",
    "analyzer": "whitespace",
    "index_options": "freqs",
    "norms": True,
    "similarity": "BM25",
}


def sort_field(name: str) -> str:
    """The name of the field that holds a stored key to sort by."""
    return f"sort_{name}"


def mappings(fields: IndexFields) -> Json:
    """Return the mapping of a declaration. Texts are kept as tokens and phrases only, without their source."""
    properties = _properties(fields)
    return {"dynamic": "strict", "_source": {"enabled": False}, "_meta": meta(fields), "properties": properties}


def meta(fields: IndexFields) -> Json:
    """Return what is noted on an index: the declaration and text analysis that it was made by."""
    return {"declaration": fields.hash}


def settings() -> Json:
    """Return the settings that every index shares. Deletes are remembered for an hour: nothing older comes back."""
    return {
        "gc_deletes": "1h",
        "max_result_window": DEEPEST * 2,
        "merge": {"policy": {"expunge_deletes_allowed": 0}},
    }


def index_body(fields: IndexFields) -> Json:
    """Return the mapping and the settings that belong to a declaration, as they are committed."""
    return {"mappings": mappings(fields), "settings": settings()}


def shape_of(fields: IndexFields) -> str:
    """Names the shape of an index: the hash of its mapping and settings."""
    written = json.dumps(index_body(fields), sort_keys=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()[:12]


def committed(fields: IndexFields) -> str:
    """Return the text of the file that is kept beside the program."""
    return json.dumps(index_body(fields), indent=2, sort_keys=True) + "\n"


def _properties(fields: IndexFields) -> Json:
    properties: Json = {ID: _RAW, KIND: _RAW, HASH: _ONLY_READ, PHRASES: _ONLY_READ}
    properties |= {filter_field(name): _RAW for name in fields.filters}
    properties |= {number_field(name): _NUMBER for name in fields.numbers}
    properties |= {sort_field(name): _ONLY_READ for name in fields.sorts}
    properties |= dict.fromkeys(token_fields(), _TOKENS)
    return properties
