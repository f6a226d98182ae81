"""Whom a reader's own words find: the index narrows; where it cannot answer, names in the database stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.foundation.database import db
from marketplace.foundation.search import engine
from marketplace.foundation.text import search_words
from marketplace.matching.rules.asked import Relevance, shares_of_best
from marketplace.matching.rules.criteria import Asking, ruled_out
from marketplace.matching.rules.seats import Seat
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile
from search_index.engine import SearchError
from search_index.query import DEEPEST, NoneOf, PageRequest, SearchQuery

LONGEST = 200
PARTIES = ("company", "investor")
OFFERS = ("company", "product")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The parties that were found, and how well. `plain`: the index could not be asked, only names were compared."""

    found: Relevance
    plain: bool = False


def read_text(typed: str | None) -> str:
    """What a reader typed, as it is searched: one line of at most 200 characters."""
    return " ".join((typed or "").split())[:LONGEST].strip()


def narrowed(text: str, reader: Seat, others: Sequence[Seat], *, reader_is_seeker: bool) -> Narrowed | None:
    """The other parties that some words find; None without words. Public things alone are looked at."""
    if not text:
        return None
    try:
        results = engine().search(query_for(text, reader, others, reader_is_seeker=reader_is_seeker))
    except SearchError:
        log.exception("search_failed")
        return _by_names(text)
    if not results.ready:
        return _by_names(text)
    return Narrowed(shares_of_best(_best_of_parties(results.ids, results.scores)))


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
    products = select(ProductRow.id, ProductRow.organisation_id).where(ProductRow.live)
    owners = {row.id: row.organisation_id for row in db.session.execute(products)}
    best: dict[str, float] = {}
    for found, score in zip(ids, scores, strict=True):
        party = owners.get(found, found)
        best[party] = max(score, best.get(party, 0.0))
    return best


def _by_names(text: str) -> Narrowed:
    words = search_words(text)
    named = select(Profile.id).where(Profile.live, *_holding(Profile.folded_name, words))
    offering = select(ProductRow.organisation_id).where(ProductRow.live, *_holding(ProductRow.folded_name, words))
    found = [*db.session.scalars(named), *db.session.scalars(offering)] if words else []
    return Narrowed(dict.fromkeys(found), plain=True)


def _holding(name: InstrumentedAttribute[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [name.contains(word, autoescape=True) for word in words]
