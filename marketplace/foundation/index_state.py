"""What an index should hold, noted in the database: which version of which content, and words to search without it.

It stands this low because the search without an index serves every feature that asks the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.foundation.database import Base, Id
from search_index.analysis import tokens
from search_index.documents import Document

MOST_TOKENS = 200  # of one document: what has to be read of a row has a limit
LONGEST_KEY = 400
ORDER_OF_TEXTS = ("name", "tags", "summary", "body")
WAITING = "version > sent_version"
_Key = String(LONGEST_KEY).with_variant(postgresql.VARCHAR(LONGEST_KEY, collation="C"), "postgresql")


class IndexState(Base):
    """One id of one index. Without a hash nothing may be there: it was withdrawn, or it never was public.

    The version rises with every change of what should be there; the index holds, or held, `sent_version`.
    """

    __tablename__ = "index_state"
    __table_args__ = (
        Index("ix_index_state_waiting", "index", "id", postgresql_where=text(WAITING), sqlite_where=text(WAITING)),
        Index("ix_index_state_changed_at", "index", "changed_at"),
    )

    index: Mapped[str] = mapped_column(String(20), primary_key=True)
    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    sent_version: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[str | None] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    name_key: Mapped[str] = mapped_column(_Key, default="")
    name_en_key: Mapped[str] = mapped_column(_Key, default="")
    newest: Mapped[int] = mapped_column(BigInteger, default=0)
    codes: Mapped[str] = mapped_column(Text, default="")
    name_words: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, default="")
    pairs: Mapped[str] = mapped_column(Text, default="")


class IndexCheck(Base):
    """When an index was last compared with the database, over how many documents, and what differed and was mended."""

    __tablename__ = "index_check"

    index: Mapped[str] = mapped_column(String(20), primary_key=True)
    checked_at: Mapped[datetime]
    documents: Mapped[int]
    differed: Mapped[int]
    mended: Mapped[int]


EMPTY: Mapping[str, Any] = {
    "hash": None,
    "name_key": "",
    "name_en_key": "",
    "newest": 0,
    "codes": "",
    "name_words": "",
    "words": "",
    "pairs": "",
}


def contents_of(document: Document | None) -> dict[str, Any]:
    """The columns of a document; of None, those of a tombstone."""
    if document is None:
        return dict(EMPTY)
    every = [tokens(_wordings(document, name)) for name in ORDER_OF_TEXTS]
    name = every[0]
    return {
        "kind": document.kind,
        "hash": document.hash,
        "name_key": str(document.sort.get("name", ""))[:LONGEST_KEY],
        "name_en_key": str(document.sort.get("name_en", ""))[:LONGEST_KEY],
        "newest": int(document.sort.get("newest", 0)),
        "codes": joined(f"{field}:{code}" for field, codes in sorted(document.filters.items()) for code in codes),
        "name_words": joined((*name.folded, *name.pairs)),
        "words": joined(token for each in every for token in each.folded),
        "pairs": joined(token for each in every for token in each.pairs),
    }


def joined(held: Iterable[str]) -> str:
    """Tokens in one text, each once with a space on either side, so that a whole one can be looked for."""
    row = " ".join(islice(dict.fromkeys(held), MOST_TOKENS))
    return f" {row} " if row else ""


def _wordings(document: Document, name: str) -> Iterator[str]:
    by_language = document.text.get(name, {})
    return (by_language[language] for language in sorted(by_language))


def note_check(session: Session, check: Mapping[str, Any]) -> None:
    """Remember what the newest comparison of an index found, in place of the one before."""
    held = session.get(IndexCheck, check["index"]) or IndexCheck(**check)
    for name, value in check.items():
        setattr(held, name, value)
    session.add(held)
