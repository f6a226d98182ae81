"""Matches for one reader: who fits a mandate, who could invest, whom to buy or be bought by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.pages import SIZE, Page
from marketplace.matching.queries.books import Books, books, own_party
from marketplace.matching.queries.exploring import explored
from marketplace.matching.queries.hidden import resting_now
from marketplace.matching.queries.lists import Question, View, own_seat, view_of, views_for, views_of
from marketplace.matching.queries.outcomes import pair_states
from marketplace.matching.queries.preferences import Said, own_answers, put_off, vetoes_around
from marketplace.matching.queries.teaching import learned
from marketplace.matching.queries.words import Narrowed, narrowed
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.asked import Relevance, part_of_words, with_words
from marketplace.matching.rules.book import Book, rank
from marketplace.matching.rules.explanation import Explanation, Missing, Part, explain, missing_between, parts_of
from marketplace.matching.rules.order import hashed, ordered
from marketplace.matching.rules.outcomes import PairState
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import out_of_hundred, score
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sides import Side, side_of
from marketplace.matching.rules.taught import parts_taught
from marketplace.matching.rules.unsaid import Couple, Scale, most

__all__ = [
    "Listing",
    "Match",
    "Own",
    "Question",
    "View",
    "best",
    "buyers_for",
    "companies_for",
    "explained",
    "gains",
    "investors_for",
    "listing",
    "match",
    "matches",
    "others_in",
    "own_seat",
    "targets_for",
    "view_of",
    "views_for",
    "views_of",
]


@dataclass(frozen=True, slots=True)
class Match:
    """One party as one reader sees it: the score, its parts and why.

    `said` is the reader's own answer, `explores` that it holds a place kept for parties that are little shown,
    `version` the weights that made the score, `policies` the rules of policy that they switch on.
    """

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
    said: Said | None = None
    explores: bool = False
    version: int = 0
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `plain`: words were looked for in the database, because the index could not be asked.

    `policies` are the rules of policy that are switched on, `said` the reader's own answers by organisation.
    """

    page: Page[Match]
    plain: bool = False
    policies: tuple[str, ...] = ()
    said: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """What only this reader's list holds: whom its words find, and what its own answers teach by code and seat."""

    found: Relevance | None = None
    taught: Floats | None = None


@dataclass(frozen=True)
class _Table:
    """What one page is made of: the reader's seat, the books, the reader's own part, and what is known of each pair."""

    reader: Seat
    held: Books
    view: View
    words: Narrowed | None
    own: Own
    states: Mapping[str, PairState]
    said: Mapping[str, Said]
    places: Sequence[int]
    exploring: frozenset[int] = frozenset()

    @property
    def book(self) -> Book:
        return self.held.by_role[self.view.role]

    @property
    def policies(self) -> tuple[str, ...]:
        return tuple(code for code, is_on in sorted(self.held.weights.policies.items()) if is_on)

    def matches(self, places: Sequence[int]) -> list[Match]:
        found = explained(self.reader, self.book, places, self.view, self.own)
        return [
            replace(
                match,
                state=self.states.get(match.organisation_id),
                said=self.said.get(match.organisation_id),
                explores=place in self.exploring,
                version=self.held.weights.version,
                policies=self.policies,
            )
            for place, match in zip(places, found, strict=True)
        ]


def matches(actor: Actor, view: View, number: int = 1, size: int = SIZE) -> Page[Match]:
    """One page of a list, best first: nothing of others but what the reader may know steers it."""
    return listing(actor, view, "", number, size).page


def listing(actor: Actor, view: View, text: str, number: int = 1, size: int = SIZE) -> Listing:
    """One page of a list, narrowed to whom the words find."""
    table = _table(actor, view, text)
    number = min(max(1, number), max(1, -(-len(table.places) // size)))
    chosen = table.places[(number - 1) * size : number * size]
    page = Page(table.matches(chosen), number, size, len(table.places))
    plain = table.words is not None and table.words.plain
    return Listing(page, plain, table.policies, table.said)


def match(actor: Actor, view: View, profile_id: str, text: str = "") -> Match:
    """One party against the reader, as in the list; NotFound where the list does not hold it."""
    table = _table(actor, view, text)
    others = others_in(table.book, view)
    found = [place for place in table.places if others[place].profile == profile_id]
    if not found:
        raise NotFound
    return table.matches(found[:1])[0]


def gains(found: Match, view: View) -> Mapping[Missing, float]:
    """By missing field how many points telling it could add at most, as far as anything would be added."""
    book = books().by_role[view.role]
    seeker, offer = (found.ours, found.theirs) if view.reader_is_seeker else (found.theirs, found.ours)
    scale = Scale(book.corpus, book.month, book.weights)
    added = most(Couple(seeker, offer), missing_between(seeker, offer, reader_is_seeker=view.reader_is_seeker), scale)
    return {field: _points(found.log_odds + odds) - found.score for field, odds in added.items()}


def _points(log_odds: float) -> float:
    return float(out_of_hundred(np.array([log_odds]))[0])


def _table(actor: Actor, view: View, text: str) -> _Table:
    held = books()
    reader, book = _reader(actor, view, held), held.by_role[view.role]
    others = others_in(book, view)
    words = narrowed(text, reader, others, reader_is_seeker=view.reader_is_seeker)
    states, answers = pair_states(actor), own_answers(actor)
    rest = resting_now(states, answers, view.mandate_id, others)
    hidden = vetoes_around(str(actor.organisation_id)) | put_off(answers) | rest
    own = Own(words.found if words else None, learned(answers, _side(book, view), others, held.parties))
    places: Sequence[int] = best(reader, book, view, hidden, own)
    exploring: frozenset[int] = frozenset()
    if words is None:
        places, exploring = explored(places, reader, book, reader_is_seeker=view.reader_is_seeker)
    said = {answer.about_organisation_id: answer for answer in answers}
    return _Table(reader, held, view, words, own, states, said, places, exploring)


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
    party = own_party(str(actor.organisation_id), held.weights)
    if party is None:
        raise NotFound
    return own_seat(party, view, held.knowledge)


def others_in(book: Book, view: View) -> Sequence[Seat]:
    """The seats of the other side."""
    return book.offer_seats if view.reader_is_seeker else book.seeker_seats


def _side(book: Book, view: View) -> Side:
    return book.offers if view.reader_is_seeker else book.seekers


def best(reader: Seat, book: Book, view: View, hidden: frozenset[str], own: Own | None = None) -> list[int]:
    """The places in the book of those who may be shown to a reader, best first, each party once.

    Words narrow to whom a search finds; they bring back nobody whom a hard criterion keeps apart.
    """
    odds = _with_own(rank(reader, book, reader_is_seeker=view.reader_is_seeker), book, view, own or Own())
    others, keys = _side(book, view), book.offer_keys if view.reader_is_seeker else book.seeker_keys
    for organisation in hidden:
        odds[others.rows_of(organisation)] = -np.inf
    shown = np.flatnonzero(np.isfinite(odds))
    places = shown[ordered(odds[shown], keys[shown], hashed([reader.organisation])[0])]
    first_of_each = np.unique(others.party[places], return_index=True)[1]
    found: list[int] = places[np.sort(first_of_each)].tolist()
    return found


def _with_own(odds: Floats, book: Book, view: View, own: Own) -> Floats:
    if own.taught is not None:
        odds = odds + own.taught.sum(0)
    return odds if own.found is None else with_words(odds, others_in(book, view), own.found, book.weights)


def explained(reader: Seat, book: Book, places: Sequence[int], view: View, own: Own | None = None) -> list[Match]:
    """The parts and reasons of a few places, from the same arrays that ranked them."""
    others = [others_in(book, view)[place] for place in places]
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
    parts = [
        (*parts_of(row.tolist(), added.tolist()), *_own_parts(place, other, book, own or Own()))
        for place, other, row, added in zip(places, others, values, adds, strict=True)
    ]
    return [_match(reader, other, scores.intercept, row, view) for other, row in zip(others, parts, strict=True)]


def _own_parts(place: int, other: Seat, book: Book, own: Own) -> tuple[Part, ...]:
    learnt = () if own.taught is None else parts_taught(own.taught[:, place].tolist())
    words = () if own.found is None else (part_of_words(other.profile, own.found, book.weights),)
    return (*learnt, *words)


def _match(ours: Seat, theirs: Seat, intercept: float, parts: tuple[Part, ...], view: View) -> Match:
    total = intercept + sum(part.adds for part in parts)
    seeker, offer = (ours, theirs) if view.reader_is_seeker else (theirs, ours)
    missing = missing_between(seeker, offer, reader_is_seeker=view.reader_is_seeker)
    return Match(
        theirs.profile,
        theirs.organisation,
        theirs.mandate,
        total,
        _points(total),
        intercept,
        parts,
        explain(parts, missing, reader_is_seeker=view.reader_is_seeker),
        theirs,
        ours,
    )
