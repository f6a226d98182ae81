"""From what a party publishes to its seat at the table: pure, the same for pages and for files of past deals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised, folded_key
from marketplace.mandates.content import Mandate, MandateKind, Privacy
from marketplace.matching.rules import seats
from marketplace.matching.rules.seats import Role, Seat
from marketplace.products.content import Product
from marketplace.profiles.content import FigureStatus, PartyProfile
from search_index import analysis

VIET_NAM = "VN"
FUND_RAISING = "fundraising"
CHECKED = (FigureStatus.PROVINCE_CHECKED, FigureStatus.VERIFIED, FigureStatus.OFFICIAL)
SEEKS = {MandateKind.INVEST: Role.INVEST, MandateKind.ACQUIRE: Role.ACQUIRE}
OFFERS = {
    MandateKind.RAISE: Role.INVEST,
    MandateKind.SALE: Role.ACQUIRE,
    MandateKind.JOINT_VENTURE: Role.ACQUIRE,
    MandateKind.PARTNERSHIP: Role.ACQUIRE,
}
# What both sides look for alike: each of two such mandates is an answer to the other.
JOINS = frozenset({MandateKind.JOINT_VENTURE, MandateKind.PARTNERSHIP})
UNION = "EU"
UNION_MEMBERS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES"),
    *("FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU"),
    *("LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
InDollars = Callable[[Money], float | None]


@lru_cache(maxsize=50_000)
def words_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The folded words of some texts and their neighbour pairs, as search indexes them."""
    tokens = analysis.tokens(texts)
    return (*tokens.folded, *tokens.pairs)


def read_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of some texts, each combination read once."""
    return words_of(tuple(texts))


class Read(NamedTuple):
    """What public texts of a party mean: those of its page, and of its page and products together."""

    page: seats.Meanings = ()
    everything: seats.Meanings = ()


NOTHING_READ = Read()


@dataclass(frozen=True, slots=True)
class Party:
    """One live profile with its products, and who it belongs to; `changed` is the month of the last change."""

    profile_id: str
    organisation_id: str
    profile: PartyProfile
    products: tuple[Product, ...] = ()
    group_id: str | None = None
    changed: int | None = None
    read: Read = NOTHING_READ


@dataclass(frozen=True)
class Knowledge:
    """What reading content needs besides the content: the day, exchange rates, core technologies, kinds of rights."""

    day: date
    in_dollars: InDollars
    core: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    words: Callable[[Iterable[str]], tuple[str, ...]] = read_words


def month_of(day: date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """What two spellings of a party's or a city's name share."""
    return folded_key(name)


def seeker_seat(role: Role, party: Party, mandate_id: str | None, mandate: Mandate | None, know: Knowledge) -> Seat:
    """The seat of an investor or acquirer; what the mandate leaves open is taken from the profile."""
    profile, asks = party.profile, mandate or Mandate(MandateKind(role.value))
    low, high = _ticket(asks, know.in_dollars)
    return Seat(
        **_common(party, mandate_id),
        sectors=asks.sectors or profile.sectors,
        technologies=asks.technologies or profile.technologies,
        segments=profile.segments,
        stages=asks.stages,
        instruments=asks.instruments,
        directions=asks.directions,
        markets=_countries(asks.markets or profile.markets),
        excluded_sectors=asks.excluded_sectors,
        excluded_technologies=asks.excluded_technologies,
        excluded_countries=asks.excluded_countries,
        low=low,
        high=high,
        words=know.words(_texts(profile, (), asks)),
        thesis=know.words(_wordings(asks.thesis)),
        meanings=party.read.page,
        served_markets=_served(profile),
        limited_to=(*asks.sectors, *asks.technologies),
        whole=role is Role.ACQUIRE,
        declared=mandate is not None,
        acquires_core=role is Role.ACQUIRE and profile.country == VIET_NAM,
    )


def joiner_seat(party: Party, mandate_id: str, mandate: Mandate, know: Knowledge) -> Seat:
    """The seat of a party that looks for a partner, among those who come: it names no price and buys nothing."""
    seat = seeker_seat(Role.ACQUIRE, party, mandate_id, mandate, know)
    return replace(seat, low=None, high=None, limited_to=(), whole=False, acquires_core=False)


def offer_seat(party: Party, mandate_id: str | None, mandate: Mandate | None, know: Knowledge) -> Seat:
    """The seat of a company that raises money, is for sale or looks for a partner, or simply exists."""
    profile, asks = party.profile, mandate or Mandate(MandateKind.RAISE)
    things: Sequence[PartyProfile | Product] = (profile, *party.products)
    technologies = _union(*(thing.technologies for thing in things), asks.technologies)
    low, high = _amount(asks, know.in_dollars)
    holders = _union((name_key(name) for name in asks.existing_investors), _holders(profile))
    return Seat(
        **_common(party, mandate_id),
        sectors=_union(*(thing.sectors for thing in things), asks.sectors),
        technologies=technologies,
        segments=_union(*(thing.segments for thing in things)),
        stages=asks.stages or ((profile.development_stage,) if profile.development_stage else ()),
        instruments=asks.instruments,
        directions=asks.directions,
        markets=_countries(_union(*(thing.markets for thing in things), asks.markets)),
        excluded_sectors=asks.excluded_sectors,
        excluded_technologies=asks.excluded_technologies,
        excluded_countries=asks.excluded_countries,
        certified_markets=_countries(_union(*(_certified(thing, know.day) for thing in things))),
        protected_markets=_countries(_union(*(_certified(thing, know.day, know.rights) for thing in things))),
        served_markets=_served(profile),
        holders=holders,
        backed=_backed(holders, asks),
        low=low,
        high=high,
        words=know.words(_texts(profile, party.products, asks)),
        meanings=party.read.everything,
        trust=_trust(profile),
        declared=mandate is not None,
        acquires_core=bool(know.core.intersection(technologies)) if technologies else None,
    )


def _common(party: Party, mandate_id: str | None) -> dict[str, Any]:
    profile = party.profile
    return {
        "key": f"{party.profile_id}/{mandate_id or ''}",
        "organisation": party.organisation_id,
        "profile": party.profile_id,
        "mandate": mandate_id,
        "group": party.group_id,
        "name": name_key(profile.name.best("en")),
        "country": profile.country,
        "city": name_key(profile.city) if profile.city else None,
        "languages": _union(profile.languages, _written_in(party)),
        "deals": _past_deals(profile),
        "changed": party.changed,
        "aliases": _names(profile),
        "founded": profile.founded_year,
        "facets": profile.facets,
    }


def _written_in(party: Party) -> Iterable[str]:
    """The languages in which the party says what it does or offers: whoever reads one of them is served."""
    texts = [party.profile.summary, party.profile.description]
    texts += [text for product in party.products for text in (product.summary, product.description)]
    return (language for language in ("vi", "en") if any(text.text(language) for text in texts))


def _names(profile: PartyProfile) -> tuple[str, ...]:
    """Every name that somebody's past deals may call the party by."""
    told = (profile.name.vi, profile.name.en, profile.legal_name)
    return _union(name_key(name) for name in told if name)


def _past_deals(profile: PartyProfile) -> tuple[seats.PastDeal, ...]:
    return tuple(
        seats.PastDeal(
            counterpart=name_key(deal.counterparty_name),
            month=month_of(date.fromisoformat(f"{deal.month}-01")) if deal.month else None,
            country=deal.counterparty_country,
            city=name_key(deal.counterparty_city) if deal.counterparty_city else None,
            amount=None if deal.amount_usd is None else deal.amount_usd / 100,
            stage=deal.stage,
            tags=deal.tags,
        )
        for deal in profile.past_deals
    )


def _ticket(asks: Mandate, in_dollars: InDollars) -> tuple[float | None, float | None]:
    if asks.ticket is None:
        return None, None
    low, high = asks.ticket.minimum_money(), asks.ticket.maximum_money()
    return (in_dollars(low) if low else None), (in_dollars(high) if high else None)


def _amount(asks: Mandate, in_dollars: InDollars) -> tuple[float | None, float | None]:
    """An exact amount is a range of one; the coarse band of a shared amount comes as a ticket."""
    if asks.amount_sought is None:
        return _ticket(asks, in_dollars)
    amount = in_dollars(asks.amount_sought)
    return amount, amount


def _certified(thing: PartyProfile | Product, day: date, standards: frozenset[str] | None = None) -> tuple[str, ...]:
    """The markets of what is valid on a day, of all or of the given standards."""
    valid = (row for row in thing.certificates if (row.valid_from or day) <= day <= (row.valid_until or day))
    return tuple(market for row in valid if standards is None or row.standard in standards for market in row.markets)


def _served(profile: PartyProfile) -> tuple[str, ...]:
    return _union(figure.market for figure in profile.figures if figure.market)


def _holders(profile: PartyProfile) -> Iterable[str]:
    return (name_key(deal.counterparty_name) for deal in profile.past_deals if deal.type == FUND_RAISING)


def _backed(holders: tuple[str, ...], asks: Mandate) -> bool | None:
    """Whether there are earlier investors; where none is named, only who tells of them says that there are none."""
    told = dict(asks.privacy).get("existing_investors", Privacy.PRIVATE) is not Privacy.PRIVATE
    return bool(holders) if holders or told else None


def _trust(profile: PartyProfile) -> float | None:
    if not profile.figures:
        return None
    return sum(figure.status in CHECKED for figure in profile.figures) / len(profile.figures)


def _texts(profile: PartyProfile, products: Iterable[Product], asks: Mandate) -> list[str]:
    told = [profile.summary, profile.description, asks.thesis, asks.use_of_funds]
    told += [text for product in products for text in (product.name, product.summary, product.description)]
    return [text for localised in told for text in _wordings(localised)]


def _wordings(localised: Localised) -> list[str]:
    wordings = (localised.best(language) for language in ("vi", "en"))
    return list(dict.fromkeys(wording for wording in wordings if wording))


def _countries(markets: Iterable[str]) -> tuple[str, ...]:
    """The markets, and for the European Union each of its members too."""
    return _union(*((market, *UNION_MEMBERS) if market == UNION else (market,) for market in markets))


def _union(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for row in lists for code in row))
