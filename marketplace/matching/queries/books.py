"""The books of everything live, made once per process and state of the data, never per request."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from threading import Event, Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from marketplace.foundation.clock import today
from marketplace.foundation.database import db
from marketplace.foundation.money import Money
from marketplace.mandates.content import Mandate
from marketplace.mandates.queries import visible_contents
from marketplace.matching.queries.seats import OFFERS, SEEKS, Knowledge, Party, month_of, offer_seat, seeker_seat
from marketplace.matching.rules.book import Book, book_of
from marketplace.matching.rules.seats import Role, Seat
from marketplace.matching.rules.weights import shipped
from marketplace.organisations.models import Organisation
from marketplace.products import queries as products
from marketplace.products.content import Product
from marketplace.profiles import queries as profiles
from marketplace.profiles.content import PartyProfile
from marketplace.profiles.models import Profile
from marketplace.publishing.models import Subject
from marketplace.reference.queries import flagged, latest_rate

CORE_FLAGS = ("core", "strategic")
PATIENCE_SECONDS = 0.5
INVESTOR, ENTERPRISE = "investor", "enterprise"
Stamp = tuple[object, ...]
Visible = Mapping[str, list[tuple[str, Mandate]]]


@dataclass(frozen=True)
class Books:
    """One book per role, and the parties that the seats were made from."""

    by_role: Mapping[Role, Book]
    parties: Mapping[str, Party]
    knowledge: Knowledge


class NotReady(Exception):
    """The first books of this process are being made; ask again in a few seconds."""


_held: WeakKeyDictionary[Engine, tuple[Stamp, Books]] = WeakKeyDictionary()
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
    return _held[db.engine][1]


def renewed() -> Books:
    """The books as of this moment; while one thread makes them, others go on with the ones before."""
    stamp, engine = _stamp(), db.engine
    held = _held.get(engine)
    if held is not None and (held[0] == stamp or _building.locked()):
        return held[1]
    with _building:
        held = _held.get(engine)
        if held is None or held[0] != stamp:
            held = (stamp, _build())
            _held[engine] = held
    return held[1]


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


def _stamp() -> Stamp:
    subjects = select(func.count(), func.sum(Subject.version), func.max(Subject.live_revision_id))
    owners = select(func.count(), func.sum(Organisation.version), func.max(Organisation.id))
    return (*db.session.execute(subjects).one(), *db.session.execute(owners).one(), today().isoformat())


def _build() -> Books:
    know = knowledge()
    parties = _parties(profiles.live_contents(), products.live_contents())
    by_owner: Visible = defaultdict(list)
    for mandate_id, (owner, mandate) in sorted(visible_contents().items()):
        by_owner[owner].append((mandate_id, mandate))
    by_role = {role: book_for(role, parties, by_owner, know) for role in Role}
    return Books(by_role, parties, know)


def knowledge() -> Knowledge:
    """What reading content needs today: exchange rates asked once for each currency, flagged technologies."""

    @cache
    def rate(currency: str) -> float | None:
        found = latest_rate(currency)
        return None if found is None else float(found.usd_per_unit)

    def in_dollars(money: Money) -> float | None:
        worth = rate(money.currency)
        return None if worth is None else float(money.major) * worth

    core = frozenset().union(*(flagged("technology", flag) for flag in CORE_FLAGS))
    return Knowledge(today(), in_dollars, core)


def own_party(organisation_id: str) -> Party | None:
    """One party as it is published this moment, read without the book; None without a live profile."""
    contents = profiles.live_contents([organisation_id])
    offered = products.live_contents(products.ids_of([organisation_id])) if contents else {}
    return _parties(contents, offered).get(organisation_id)


def _parties(
    contents: Mapping[str, PartyProfile], products_of_all: Mapping[str, tuple[str, Product]]
) -> dict[str, Party]:
    offered: dict[str, list[Product]] = defaultdict(list)
    for owner, product in products_of_all.values():
        offered[owner].append(product)
    wanted = select(Profile.id, Profile.organisation_id, Profile.published_at, Organisation.group_id).join(
        Organisation, Organisation.id == Profile.organisation_id
    )
    if len(contents) == 1:
        wanted = wanted.where(Profile.id.in_(contents))
    rows = {
        row.id: (row.organisation_id, row.group_id, month_of(row.published_at.date()))
        for row in db.session.execute(wanted)
    }
    return {
        profile_id: _party(profile_id, profile, rows[profile_id], offered)
        for profile_id, profile in sorted(contents.items())
        if profile_id in rows
    }


def _party(
    profile_id: str,
    profile: PartyProfile,
    row: tuple[str, str | None, int],
    offered: Mapping[str, list[Product]],
) -> Party:
    organisation_id, group_id, changed = row
    shown = tuple(offered.get(organisation_id, ()))
    return Party(profile_id, organisation_id, profile, shown, group_id, changed)


def book_for(role: Role, parties: Mapping[str, Party], mandates: Visible, know: Knowledge) -> Book:
    """The book of one role; `mandates` holds what the other side may see of each owner's open mandates."""
    seekers: list[Seat] = []
    offers: list[Seat] = []
    for party in parties.values():
        open_ones = mandates.get(party.organisation_id, [])
        sought = [(key, row) for key, row in open_ones if SEEKS.get(row.kind) is role]
        offered = [(key, row) for key, row in open_ones if OFFERS.get(row.kind) is role]
        seekers += [seeker_seat(role, party, key, row, know) for key, row in sought]
        offers += [offer_seat(party, key, row, know) for key, row in offered]
        if not sought and may_seek(role, party.profile):
            seekers.append(seeker_seat(role, party, None, None, know))
        if not offered and party.profile.kind == ENTERPRISE:
            offers.append(offer_seat(party, None, None, know))
    return book_of(role, month_of(know.day), shipped().roles[role], seekers, offers)


def may_seek(role: Role, profile: PartyProfile) -> bool:
    """Who is worth showing as a seeker without having said so: investors; listed companies as buyers."""
    if role is Role.INVEST:
        return profile.kind == INVESTOR
    return profile.kind == ENTERPRISE and profile.stock_symbol is not None
