"""Everything that the public index should hold, gathered from the features that own it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from marketplace.discovery.rules import TICKET_BAND, ticket_bands
from marketplace.foundation.text import sort_key
from marketplace.mandates import queries as mandates
from marketplace.mandates import searchable as mandate_words
from marketplace.mandates.content import TicketRange
from marketplace.products import searchable as products
from marketplace.profiles import searchable as profiles
from marketplace.profiles.searchable import labels
from marketplace.reference.content import Rate
from marketplace.reference.queries import latest_rate
from search_index.documents import Document

BATCH = 500
INVESTOR = "investor"
IN_WORDS = ("province", "country", "market", "stage", "instrument")


@dataclass(frozen=True, slots=True)
class Source:
    """One feature's part of the index: every id, and the documents of those that the public may see."""

    all_ids: Callable[[], Iterable[str]]
    documents_for: Callable[[Sequence[str]], Iterable[Document]]


def parties(profile_ids: Sequence[str]) -> Iterator[Document]:
    """The documents of parties; an investor's carries what its mandates tell everybody."""
    documents = list(profiles.documents_for(profile_ids))
    investors = [document.id for document in documents if document.kind == INVESTOR]
    filters, said, bands = (
        mandate_words.public_filters(investors),
        mandate_words.public_words(investors),
        _bands(investors),
    )
    for document in documents:
        told = {**filters.get(document.id, {}), **bands.get(document.id, {})}
        yield _completed(_joined(document, told, said.get(document.id, {})))


def _joined(document: Document, told: Mapping[str, tuple[str, ...]], said: Mapping[str, str]) -> Document:
    if not told and not said:
        return document
    filters = dict(document.filters)
    for field, codes in told.items():
        filters[field] = tuple(dict.fromkeys((*filters.get(field, ()), *codes)))
    body = dict(document.text.get("body", {}))
    for language, words in said.items():
        body[language] = f"{body.get(language, '')} {words}".strip()
    return replace(document, filters=filters, text={**document.text, "body": body})


def _bands(investors: Sequence[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """By investor, the bands of its public tickets, in today's dollars: an order of magnitude."""
    found = mandates.public_mandates_of(investors)
    tickets = {owner: [held.ticket for _, held in rows if held.ticket] for owner, rows in found.items()}
    currencies = {ticket.currency for held in tickets.values() for ticket in held}
    rates = {currency: latest_rate(currency) for currency in sorted(currencies)}
    return {
        owner: {TICKET_BAND: tuple(dict.fromkeys(band for ticket in held for band in _bands_of(ticket, rates)))}
        for owner, held in tickets.items()
    }


def _bands_of(ticket: TicketRange, rates: Mapping[str, Rate | None]) -> tuple[str, ...]:
    rate = rates[ticket.currency]
    if rate is None:
        return ()
    ends = (ticket.minimum_money(), ticket.maximum_money())
    low, high = (None if end is None else end.major * rate.usd_per_unit for end in ends)
    return ticket_bands(low, high)


def offers(product_ids: Sequence[str]) -> Iterator[Document]:
    """The documents of products."""
    return map(_completed, products.documents_for(product_ids))


def _completed(document: Document) -> Document:
    """The same, so that a place, a market or a stage typed as a word finds it, and English lists have their order."""
    name = document.text["name"]
    order = {**document.sort, "name_en": sort_key(name.get("en") or name.get("vi", ""))}
    words = labels({name: document.filters.get(name, ()) for name in IN_WORDS})
    tags = document.text.get("tags", {})
    joined = {lang: f"{tags.get(lang, '')} {text}".strip() for lang, text in words.items()}
    return replace(document, text={**document.text, "tags": joined}, sort=order)


SOURCES = (
    Source(profiles.all_ids, parties),
    Source(products.all_ids, offers),
)


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in rows of at most 500, as many as one statement names."""
    waiting = list(ids)
    return (waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH))


def documents() -> Iterator[Document]:
    """Every document that should be in the index now."""
    return chain.from_iterable(source.documents_for(chunk) for source in SOURCES for chunk in chunks(source.all_ids()))


def documents_for(ids: Sequence[str]) -> Iterator[Document]:
    """The documents of these ids, whichever feature owns them."""
    for chunk in chunks(ids):
        for source in SOURCES:
            yield from source.documents_for(chunk)
