"""Whom a reader's own words find: the index narrows; where it cannot answer, the database stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.foundation.database import db
from marketplace.foundation.search import search
from marketplace.matching.rules.asked import Relevance, shares_of_best
from marketplace.matching.rules.criteria import Asking, ruled_out
from marketplace.matching.rules.seats import Seat
from marketplace.products.models import ProductRow
from search_index.query import DEEPEST, NoneOf, PageRequest, SearchQuery

LONGEST = 200
PARTIES = ("company", "investor")
OFFERS = ("company", "product")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The parties that were found, and how well. `plain`: the index could not be asked, so nobody knows how well."""

    found: Relevance
    plain: bool = False


def read_text(typed: str | None) -> str:
    """What a reader typed, as it is searched: one line of at most 200 characters."""
    return " ".join((typed or "").split())[:LONGEST].strip()


def narrowed(text: str, reader: Seat, others: Sequence[Seat], *, reader_is_seeker: bool) -> Narrowed | None:
    """The other parties that some words find; None without words. Public things alone are looked at."""
    if not text:
        return None
    found = search(query_for(text, reader, others, reader_is_seeker=reader_is_seeker))
    if found.plain:
        return Narrowed(dict.fromkeys(_parties(found.results.ids)), plain=True)
    return Narrowed(shares_of_best(_best_of_parties(found.results.ids, found.results.scores)))


def query_for(text: str, reader: Seat, others: Sequence[Seat], *, reader_is_seeker: bool) -> SearchQuery:
    """The search with the hard criteria that public things can answer: the masks cut the rest."""
    countries = {seat.country for seat in others if seat.country}
    rules = ruled_out(Asking(reader, reader_is_seeker, countries))
    return SearchQuery(
        OFFERS if reader_is_seeker else PARTIES,
        text,
        filters=tuple(NoneOf(rule.field, rule.codes) for rule in rules),
        page=PageRequest(1, DEEPEST),
    )


def _best_of_parties(ids: Sequence[str], scores: Sequence[float]) -> Mapping[str, float]:
    """A party is found by itself or by one of its products, whichever is found better."""
    best: dict[str, float] = {}
    for party, score in zip(_parties(ids), scores, strict=True):
        best[party] = max(score, best.get(party, 0.0))
    return best


def _parties(ids: Sequence[str]) -> list[str]:
    """The party behind each of what was found: itself, or who offers it."""
    products = select(ProductRow.id, ProductRow.organisation_id).where(ProductRow.live)
    owners = {row.id: row.organisation_id for row in db.session.execute(products)}
    return [owners.get(found, found) for found in ids]
