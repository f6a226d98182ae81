"""Published dataclasses as plain JSON and back, and the hash that tells whether a text changed."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from marketplace.foundation.text import Localised

Plain = dict[str, Any]
Reader = Callable[[Any], Any]
Content = TypeVar("Content")
SCHEMA = "schema"
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class UnreadableContent(ValueError):
    """The stored JSON does not have the shape that this version of the program knows."""


Answer = TypeVar("Answer")


def _remembered(work: Callable[[type], Answer]) -> Callable[[type], Answer]:
    """Worked out once for each dataclass."""
    known: dict[type, Answer] = {}

    def answer(kind: type) -> Answer:
        if kind not in known:
            known[kind] = work(kind)
        return known[kind]

    return answer


def to_plain(content: object) -> Plain:
    """A dataclass as JSON values; empty fields are left out, so that a field added later keeps old hashes."""
    plain: Plain = {}
    for name, write in _writers(type(content)):
        value = getattr(content, name)
        if value or type(value) is int:
            written = write(value)
            if written or type(written) is int:
                plain[name] = written
    return plain


def from_plain(kind: type[Content], plain: Mapping[str, Any]) -> Content:
    """The dataclass that `to_plain` described; raises UnreadableContent."""
    try:
        given = {name: _readers(kind)[name](value) for name, value in plain.items()}
        return kind(**{**_empty_values(kind), **given})
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableContent(f"{kind.__name__}: {error!r}") from error


def without_schema(plain: Mapping[str, Any], known_version: int) -> Plain:
    """The values without their schema version; raises UnreadableContent when it is not the known one."""
    if plain.get(SCHEMA) != known_version:
        raise UnreadableContent(f"schema version {plain.get(SCHEMA)}, known is {known_version}")
    return {name: value for name, value in plain.items() if name != SCHEMA}


def content_hash(plain: Mapping[str, Any]) -> str:
    """Sixty-four hex digits, the same for the same content whatever the order of its keys."""
    return hashlib.sha256(_CANONICAL.encode(plain).encode()).hexdigest()


@_remembered
def _names(kind: type) -> tuple[str, ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is not published content")
    return tuple(field.name for field in fields(kind))


@_remembered
def _writers(kind: type) -> tuple[tuple[str, Reader], ...]:
    hints = get_type_hints(kind)
    return tuple((name, _writer(hints[name])) for name in _names(kind))


def _writer(hint: Any) -> Reader:
    """How a value of this declared type is written; the mirror of `_reader`."""
    if get_origin(hint) in (Union, UnionType):
        return _writer(next(option for option in get_args(hint) if option is not NoneType))
    if get_origin(hint) is tuple:
        return _tuple_writer(*get_args(hint))
    if hint in _SIMPLE_WRITERS:
        return _SIMPLE_WRITERS[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return str
    return to_plain


def _tuple_writer(*parts: Any) -> Reader:
    if parts[-1] is not Ellipsis:
        writers = [_writer(part) for part in parts]
        return lambda values: [write(value) for write, value in zip(writers, values, strict=True)]
    write = _writer(parts[0])
    return list if write is _same else lambda values: [write(value) for value in values]


@_remembered
def _readers(kind: type) -> Mapping[str, Reader]:
    hints = get_type_hints(kind)
    return {name: _reader(hints[name]) for name in _names(kind)}


@_remembered
def _empty_values(kind: type) -> Plain:
    """What stands for a field without a default that was empty and therefore left out."""
    hints = get_type_hints(kind)
    required = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    return {name: _empty(hints[name]) for name in required if _can_be_left_out(hints[name])}


def _can_be_left_out(hint: Any) -> bool:
    return hint in (str, bool, Localised) or get_origin(hint) in (Union, UnionType, tuple)


def _empty(hint: Any) -> object:
    if get_origin(hint) in (Union, UnionType):
        return None
    return () if get_origin(hint) is tuple else hint()


def _same(value: Any) -> Any:
    return value


_SIMPLE_READERS: Mapping[Any, Reader] = {
    str: _same,
    int: _same,
    bool: _same,
    date: date.fromisoformat,
    Localised: Localised.from_json,
}


_SIMPLE_WRITERS: Mapping[Any, Reader] = {
    str: _same,
    int: _same,
    bool: _same,
    date: date.isoformat,
    Localised: Localised.to_json,
}


def _reader(hint: Any) -> Reader:
    """How a value of this declared type is read; only the types that published content may have."""
    if hint in _SIMPLE_READERS:
        return _SIMPLE_READERS[hint]
    if get_origin(hint) in (Union, UnionType):
        return _optional_reader(hint)
    if get_origin(hint) is tuple:
        return _tuple_reader(*get_args(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    return lambda plain: from_plain(hint, plain)


def _optional_reader(hint: Any) -> Reader:
    (kept,) = (option for option in get_args(hint) if option is not NoneType)
    read = _reader(kept)
    return lambda value: None if value is None else read(value)


def _tuple_reader(*parts: Any) -> Reader:
    if parts[-1] is Ellipsis:
        read = _reader(parts[0])
        return lambda values: tuple([read(value) for value in values])
    readers = [_reader(part) for part in parts]
    return lambda values: tuple([read(value) for read, value in zip(readers, values, strict=True)])
