"""The slot for the meanings of public texts: who compares parties by them stands below who reads and keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Select


class TextMeaning(NamedTuple):
    """What one public text of a party means in one language; `of_page`: it is the party's page, not a product's.

    The vector is of little-endian floats of four bytes.
    """

    party: str
    of_page: bool
    language: str
    vector: bytes


class MeaningReader(Protocol):
    """Reads what is kept of one model, and only of what is live and public now."""

    def state(self, model: str) -> Select[int, datetime | None]:
        """Ask for two numbers that change with whatever is kept: how many, and the newest moment."""

    def digests(self, model: str) -> Mapping[str, str]:
        """By party a digest of the words that were read."""

    def meanings(self, model: str, parties: Sequence[str]) -> Sequence[TextMeaning]:
        """What the texts of some parties mean, always in the same order."""


_reader: list[MeaningReader] = []


def read_with(reader: MeaningReader) -> None:
    """Fill the slot. Called once, by the application."""
    _reader[:] = [reader]


def reader() -> MeaningReader | None:
    """Who reads; None where nobody does."""
    return _reader[0] if _reader else None
