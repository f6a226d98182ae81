"""Matches for one reader: who fits a mandate, who could invest, whom to buy or be bought by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.pages import SIZE, Page
from marketplace.mandates.content import Mandate
from marketplace.mandates.queries import live_contents_of
from marketplace.matching.queries.books import ENTERPRISE, Books, books, may_seek, own_party
from marketplace.matching.queries.outcomes import pair_states, resting
from marketplace.matching.queries.preferences import postponed, vetoes_around
from marketplace.matching.queries.seats import OFFERS, SEEKS, Knowledge, Party, offer_seat, seeker_seat
from marketplace.matching.queries.words import Narrowed, narrowed
from marketplace.matching.rules.asked import Relevance, part_of_words, with_words
from marketplace.matching.rules.book import Book, rank
from marketplace.matching.rules.explanation import Explanation, Part, explain, missing_between, parts_of
from marketplace.matching.rules.order import hashed, ordered
from marketplace.matching.rules.outcomes import PairState
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import out_of_hundred, score
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.sides import side_of


class Question(StrEnum):
    """What a list answers."""

    FITS_MANDATE = "fits_mandate"
    COULD_INVEST = "could_invest"
    COULD_BUY_US = "could_buy_us"
    COULD_BE_BOUGHT = "could_be_bought"


@dataclass(frozen=True, slots=True)
class View:
    """One list that a reader may open: the question, the role, and the own mandate behind it, if any."""

    question: Question
    role: Role
    reader_is_seeker: bool
    mandate_id: str | None
    mandate: Mandate | None

    @property
    def key(self) -> str:
        """The list's name in addresses."""
        return f"{self.question}-{self.mandate_id}" if self.mandate_id else str(self.question)


@dataclass(frozen=True, slots=True)
class Match:
    """One party as one reader sees it: the score, its parts and why."""

    profile_id: str
    organisation_id: str
    mandate_id: str | None
    log_odds: float
    score: float
    intercept: float
    parts: tuple[Part, ...]
    explanation: Explanation
    theirs: Seat
    ours: Seat
    state: PairState | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `plain`: words were looked for in the database, because the index could not be asked."""

    page: Page[Match]
    plain: bool = False


@dataclass(frozen=True)
class _Table:
    """What one answer is made of: the reader's seat, the book, whom words find, and how far each pair has come."""

    reader: Seat
    book: Book
    view: View
    words: Narrowed | None
    states: Mapping[str, PairState]
    places: Sequence[int]

    def matches(self, places: Sequence[int]) -> list[Match]:
        found = explained(self.reader, self.book, places, self.view, self.words.found if self.words else None)
        return [replace(match, state=self.states.get(match.organisation_id)) for match in found]


def views_of(actor: Actor) -> list[View]:
    """The lists that make sense: one for each live mandate, and what a live profile alone allows."""
    own_id = str(actor.organisation_id)
    party = own_party(own_id)
    if party is None:
        return []
    held = live_contents_of([own_id])
    return views_for(party, [(mandate_id, mandate) for mandate_id, (_, mandate) in sorted(held.items())])


def views_for(party: Party, mandates: Iterable[tuple[str, Mandate]]) -> list[View]:
    """The same from what was read already: the party, and its own live mandates by id."""
    views = [_view(mandate_id, mandate) for mandate_id, mandate in mandates]
    asked = {(view.role, view.reader_is_seeker) for view in views}
    return views + [view for view in _without_mandate(party) if (view.role, view.reader_is_seeker) not in asked]


def _view(mandate_id: str, mandate: Mandate) -> View:
    role = SEEKS.get(mandate.kind)
    if role is not None:
        return View(Question.FITS_MANDATE, role, True, mandate_id, mandate)
    role = OFFERS[mandate.kind]
    question = Question.COULD_INVEST if role is Role.INVEST else Question.COULD_BUY_US
    return View(question, role, False, mandate_id, mandate)


def _without_mandate(party: Party) -> list[View]:
    found = []
    if party.profile.kind == ENTERPRISE:
        found.append(View(Question.COULD_INVEST, Role.INVEST, False, None, None))
        found.append(View(Question.COULD_BUY_US, Role.ACQUIRE, False, None, None))
        found.append(View(Question.COULD_BE_BOUGHT, Role.ACQUIRE, True, None, None))
    if may_seek(Role.INVEST, party.profile):
        found.append(View(Question.FITS_MANDATE, Role.INVEST, True, None, None))
    return found


def view_of(actor: Actor, key: str | None) -> View:
    """The list with this name, the first one where none is named; NotFound for a name that is not the reader's."""
    views = views_of(actor)
    chosen = [view for view in views if key in (None, "", view.key)]
    if not chosen:
        raise NotFound
    return chosen[0]


def matches(actor: Actor, view: View, number: int = 1, size: int = SIZE) -> Page[Match]:
    """One page of a list, best first: nothing of others but what the reader may know steers it."""
    return listing(actor, view, "", number, size).page


def listing(actor: Actor, view: View, text: str, number: int = 1, size: int = SIZE) -> Listing:
    """One page of a list, narrowed to whom the words find."""
    table = _table(actor, view, text)
    number = min(max(1, number), max(1, -(-len(table.places) // size)))
    chosen = table.places[(number - 1) * size : number * size]
    page = Page(table.matches(chosen), number, size, len(table.places))
    return Listing(page, plain=table.words is not None and table.words.plain)


def match(actor: Actor, view: View, profile_id: str, text: str = "") -> Match:
    """One party against the reader, as in the list; NotFound where the list does not hold it."""
    table = _table(actor, view, text)
    others = _others(table.book, view)
    found = [place for place in table.places if others[place].profile == profile_id]
    if not found:
        raise NotFound
    return table.matches(found[:1])[0]


def _table(actor: Actor, view: View, text: str) -> _Table:
    held = books()
    reader, book = _reader(actor, view, held), held.by_role[view.role]
    words = narrowed(text, reader, _others(book, view), reader_is_seeker=view.reader_is_seeker)
    states = pair_states(actor)
    hidden = vetoes_around(str(actor.organisation_id)) | postponed(actor) | resting(states)
    places = best(reader, book, view, hidden, words.found if words else None)
    return _Table(reader, book, view, words, states, places)


def investors_for(actor: Actor, mandate_id: str | None = None, number: int = 1) -> Page[Match]:
    """Who could invest in the reader's enterprise, by its raise or by profile and products alone."""
    return _asked(actor, Question.COULD_INVEST, mandate_id, number)


def buyers_for(actor: Actor, mandate_id: str | None = None, number: int = 1) -> Page[Match]:
    """Who could buy or join with the reader's enterprise."""
    return _asked(actor, Question.COULD_BUY_US, mandate_id, number)


def companies_for(actor: Actor, mandate_id: str | None = None, number: int = 1) -> Page[Match]:
    """Which companies fit the reader's investment or acquisition mandate."""
    return _asked(actor, Question.FITS_MANDATE, mandate_id, number)


def targets_for(actor: Actor, number: int = 1) -> Page[Match]:
    """Whom the reader's enterprise could buy, by its profile alone."""
    return _asked(actor, Question.COULD_BE_BOUGHT, None, number)


def _asked(actor: Actor, question: Question, mandate_id: str | None, number: int) -> Page[Match]:
    fitting = [view for view in views_of(actor) if view.question is question and mandate_id in (None, view.mandate_id)]
    if not fitting:
        raise NotFound
    return matches(actor, fitting[0], number)


def _reader(actor: Actor, view: View, held: Books) -> Seat:
    """The reader's seat from what is published this moment, whatever the book has seen yet."""
    party = own_party(str(actor.organisation_id))
    if party is None:
        raise NotFound
    return own_seat(party, view, held.knowledge)


def own_seat(party: Party, view: View, knowledge: Knowledge) -> Seat:
    """The reader's own seat, complete: private criteria act on their owner's pages."""
    if view.reader_is_seeker:
        return seeker_seat(view.role, party, view.mandate_id, view.mandate, knowledge)
    return offer_seat(party, view.mandate_id, view.mandate, knowledge)


def _others(book: Book, view: View) -> Sequence[Seat]:
    return book.offer_seats if view.reader_is_seeker else book.seeker_seats


def best(reader: Seat, book: Book, view: View, hidden: frozenset[str], found: Relevance | None = None) -> list[int]:
    """The places in the book of those who may be shown to a reader, best first, each party once.

    `found` narrows to whom a search finds; it brings back nobody whom a hard criterion keeps apart.
    """
    odds = rank(reader, book, reader_is_seeker=view.reader_is_seeker)
    if found is not None:
        odds = with_words(odds, _others(book, view), found, book.weights)
    others, keys = _others(book, view), book.offer_keys if view.reader_is_seeker else book.seeker_keys
    seen = set(hidden)
    places = []
    for place in ordered(odds, keys, hashed([reader.organisation])[0]).tolist():
        party = others[place].organisation
        if np.isfinite(odds[place]) and party not in seen:
            seen.add(party)
            places.append(place)
    return places


def explained(
    reader: Seat, book: Book, places: Sequence[int], view: View, found: Relevance | None = None
) -> list[Match]:
    """The parts and reasons of a few places, from the same arrays that ranked them."""
    others = [_others(book, view)[place] for place in places]
    if not others:
        return []
    theirs, ours = side_of(others, book.corpus), side_of([reader], book.corpus)
    if view.reader_is_seeker:
        scores = score(Pairs(ours, theirs, book.month), book.weights)
        values, adds = scores.values[:, 0, :].T, scores.adds[:, 0, :].T
    else:
        theirs = replace(theirs, exposure=book.seekers.exposure[list(places)])
        scores = score(Pairs(theirs, ours, book.month), book.weights)
        values, adds = scores.values[:, :, 0].T, scores.adds[:, :, 0].T
    parts = [parts_of(row.tolist(), added.tolist()) for row, added in zip(values, adds, strict=True)]
    if found is not None:
        words = [part_of_words(other.profile, found, book.weights) for other in others]
        parts = [(*row, word) for row, word in zip(parts, words, strict=True)]
    return [_match(reader, other, scores.intercept, row, view) for other, row in zip(others, parts, strict=True)]


def _match(ours: Seat, theirs: Seat, intercept: float, parts: tuple[Part, ...], view: View) -> Match:
    total = intercept + sum(part.adds for part in parts)
    seeker, offer = (ours, theirs) if view.reader_is_seeker else (theirs, ours)
    missing = missing_between(seeker, offer, reader_is_seeker=view.reader_is_seeker)
    return Match(
        theirs.profile,
        theirs.organisation,
        theirs.mandate,
        total,
        float(out_of_hundred(np.array([total]))[0]),
        intercept,
        parts,
        explain(parts, missing, reader_is_seeker=view.reader_is_seeker),
        theirs,
        ours,
    )
