"""The books of everything live, renewed by those who changed: once per process and state, never per request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import blake2b
from threading import Event, Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, FromClause, Select, func, select, true

from marketplace.foundation.clock import day_of, today
from marketplace.foundation.database import db
from marketplace.foundation.money import Money
from marketplace.mandates.content import Mandate
from marketplace.matching.models import PairOutcome, Preference
from marketplace.matching.queries import ledger, meanings
from marketplace.matching.queries.library import ENTERPRISE, Library, brought_up, may_seek, seats_of, sides_of, unread
from marketplace.matching.queries.seats import NOTHING_READ, Knowledge, Party, month_of
from marketplace.matching.queries.weights import current
from marketplace.matching.rules.book import Book, book_of
from marketplace.matching.rules.revising import revised
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.weights import Weights, shipped
from marketplace.organisations.models import Organisation
from marketplace.products import queries as products
from marketplace.profiles import queries as profiles
from marketplace.profiles.models import Profile
from marketplace.publishing.models import Subject
from marketplace.reference.models import FxRate
from marketplace.reference.queries import flagged, latest_rate, terms

__all__ = [
    "ENTERPRISE",
    "Books",
    "NotReady",
    "book_for",
    "books",
    "keep",
    "keep_up",
    "knowledge",
    "may_seek",
    "own_party",
    "renewed",
    "state",
]

CORE_FLAGS = ("core", "strategic")
RIGHT = "right"
PATIENCE_SECONDS = 0.5
Stamp = tuple[object, ...]
Visible = Mapping[str, list[tuple[str, Mandate]]]


@dataclass(frozen=True, slots=True)
class State:
    """Numbers that tell whether anything changed: what is published, what all scores share, what parties answered."""

    published: Stamp
    shared: Stamp
    answers: Stamp

    def is_like(self, other: "State") -> bool:
        """Whether the same books belong to both, whatever parties have answered."""
        return (self.published, self.shared) == (other.published, other.shared)

    def digest(self) -> str:
        """The same in 32 characters."""
        return digest_of(self)


@dataclass(frozen=True)
class Books:
    """One book per role, the parties that the seats were made from, and the weights in force.

    `basis` names what every score depends on besides its two parties: the weights, the day with its rates, and the
    decision after which the statistics were read. `library` holds whole mandates: it is for their owners' own lists.
    """

    by_role: Mapping[Role, Book]
    parties: Mapping[str, Party]
    knowledge: Knowledge
    weights: Weights
    state: State
    basis: str
    library: Library


@dataclass(frozen=True, slots=True)
class _Base:
    """What all scores share, and the books of an earlier state that hold the statistics."""

    shared: Stamp
    decision: str
    groups: Stamp
    weights: Weights
    knowledge: Knowledge
    by_role: Mapping[Role, Book]

    @property
    def basis(self) -> str:
        return digest_of((self.shared, self.decision, self.groups))


class NotReady(Exception):
    """The first books of this process are being made; ask again in a few seconds."""


_held: WeakKeyDictionary[Engine, tuple[Books, _Base]] = WeakKeyDictionary()
_kept: WeakKeyDictionary[Engine, Event] = WeakKeyDictionary()
_building = Lock()


def books() -> Books:
    """The books of what is live now.

    Where a keeper runs they may be seconds old, nobody waits for new ones, and right after a start NotReady is raised
    when they take long. Without one they are made here when something was published or withdrawn, or on a new day.
    """
    kept = _kept.get(db.engine)
    if kept is None:
        return renewed()
    if not kept.wait(PATIENCE_SECONDS):
        raise NotReady
    return _held[db.engine][0]


def renewed() -> Books:
    """The books as of this moment; while one thread makes them, others go on with the ones before."""
    now, engine = state(), db.engine
    held = _held.get(engine)
    if held is not None and (held[0].state.is_like(now) or _building.locked()):
        return held[0]
    with _building:
        held = _held.get(engine)
        if held is None or not held[0].state.is_like(now):
            held = _renew(now, held)
            _held[engine] = held
    return held[0]


def keep(kept: bool) -> None:
    """Say whether a keeper makes the books in this process from now on."""
    if kept:
        _kept.setdefault(db.engine, Event())
    else:
        _kept.pop(db.engine, None)


def keep_up() -> None:
    """The keeper's work: make the books anew if they are out of date, and let the first wait end."""
    renewed()
    _kept[db.engine].set()


def state() -> State:
    """How things stand, in a few numbers."""
    subjects = select(func.count(), func.sum(Subject.version), func.max(Subject.live_revision_id))
    owners = select(func.count(), func.sum(Organisation.version), func.max(Organisation.id))
    rates = select(func.count(), func.max(FxRate.id))
    answers = select(func.count(), func.max(Preference.id))
    outcomes = select(func.count(), func.max(PairOutcome.id))
    weights = current()
    read = meanings.state(weights)
    found = _in_one(subjects, owners, rates, answers, outcomes, *(() if read is None else (read,)))
    shared = (today().isoformat(), weights.version, *found[6:8], *map(sorted, _of_reference()))
    return State((*found[:6], *found[12:]), shared, found[8:12])


def _in_one(*aggregates: Select[*tuple[Any, ...]]) -> Stamp:
    """The one row of each of these, beside each other."""
    parts = [each.subquery() for each in aggregates]
    beside: FromClause = parts[0]
    for part in parts[1:]:
        beside = beside.join(part, true())
    return tuple(db.session.execute(select(*(column for part in parts for column in part.c)).select_from(beside)).one())


def digest_of(value: object) -> str:
    """A value of plain parts in 32 characters."""
    return blake2b(repr(value).encode(), digest_size=16).hexdigest()


def _renew(now: State, before: tuple[Books, _Base] | None) -> tuple[Books, _Base]:
    """Today's parties beside the statistics of the last settled decision; of both, what was read already is kept."""
    held = before[1] if before else None
    know = held.knowledge if held and held.shared == now.shared else knowledge()
    library = brought_up(before[0].library if before else {}, ledger.live_now(), know)
    base = _base(now.shared, know, library, held)
    by_role = {role: revised(base.by_role[role], *sides_of(role, library)) for role in Role}
    parties = {owner: kept.party for owner, kept in library.items()}
    return Books(by_role, parties, know, base.weights, now, base.basis, library), base


def _base(shared: Stamp, know: Knowledge, library: Library, before: _Base | None) -> _Base:
    decision = ledger.decision(ledger.settled(ledger.decisions()))
    groups = tuple(sorted((owner, kept.live.group) for owner, kept in library.items() if kept.live.group))
    if before is not None and (before.shared, before.decision, before.groups) == (shared, decision, groups):
        return before
    weights = current()
    then = brought_up(unread(library), ledger.live_after(decision), know)
    by_role = {role: book_of(role, month_of(know.day), weights.roles[role], *sides_of(role, then)) for role in Role}
    return _Base(shared, decision, groups, weights, know, by_role)


def knowledge() -> Knowledge:
    """What reading content needs today: exchange rates asked once for each currency, flagged technologies."""

    @cache
    def rate(currency: str) -> float | None:
        found = latest_rate(currency)
        return None if found is None else float(found.usd_per_unit)

    def in_dollars(money: Money) -> float | None:
        worth = rate(money.currency)
        return None if worth is None else float(money.major) * worth

    return Knowledge(today(), in_dollars, *_of_reference())


def _of_reference() -> tuple[frozenset[str], frozenset[str]]:
    """The core technologies, and the standards that are rights."""
    core = frozenset().union(*(flagged("technology", flag) for flag in CORE_FLAGS))
    return core, frozenset(each.code for each in terms("standard") if each.attribute("group") == RIGHT)


def own_party(organisation_id: str, weights: Weights | None = None) -> Party | None:
    """One party as it is published this moment, read without the book; None without a live profile.

    With weights, it also says what its texts mean, as far as that was read for their model.
    """
    content = profiles.live_contents([organisation_id]).get(organisation_id)
    if content is None:
        return None
    offered = products.live_contents(products.ids_of([organisation_id]))
    wanted = select(Profile.published_at, Organisation.group_id).join(
        Organisation, Organisation.id == Profile.organisation_id
    )
    published_at, group_id = db.session.execute(wanted.where(Profile.id == organisation_id)).one()
    shown = tuple(product for _, (_, product) in sorted(offered.items()))
    party = Party(organisation_id, organisation_id, content, shown, group_id, month_of(day_of(published_at)))
    read = meanings.read_of({organisation_id: content}, weights) if weights else {}
    return replace(party, read=read.get(organisation_id, NOTHING_READ))


def book_for(role: Role, parties: Mapping[str, Party], mandates: Visible, know: Knowledge) -> Book:
    """The book of one role from scratch; `mandates` holds what the other side may see of each owner's open mandates."""
    rows = [seats_of(role, party, mandates.get(party.organisation_id, ()), know) for party in parties.values()]
    seekers: Sequence[Seat] = [seat for row in rows for seat in row.seekers]
    offers: Sequence[Seat] = [seat for row in rows for seat in row.offers]
    return book_of(role, month_of(know.day), shipped().roles[role], seekers, offers)
