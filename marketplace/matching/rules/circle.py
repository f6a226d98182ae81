"""Who has invested beside whom, in what, since when: read from past deals and named holders that everybody may see."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p, sqrt
from statistics import fmean

from marketplace.matching.rules.seats import Seat

Weighed = dict[str, float]


@dataclass(frozen=True)
class Circle:
    """By name: companions and how often, companies held or backed, home, usual size (logarithm), first known deal."""

    beside: Mapping[str, Mapping[str, float]]
    backed: Mapping[str, frozenset[str]]
    homes: Mapping[str, str]
    sizes: Mapping[str, float]
    first_months: Mapping[str, int]

    def near(self, names: Iterable[str]) -> Weighed:
        """Everybody who has invested beside the named parties, of length one."""
        found: dict[str, float] = defaultdict(float)
        for name in names:
            for other, weight in self.beside.get(name, {}).items():
                found[other] += weight
        length = sqrt(sum(weight * weight for weight in found.values()))
        return {name: weight / length for name, weight in found.items()} if length else {}

    def siblings(self, seat: Seat) -> Weighed:
        """Other companies that the holders of this one have held or backed."""
        found = {name for holder in seat.holders for name in self.backed.get(holder, ())}
        return dict.fromkeys(sorted(found - {seat.name}), 1.0)

    def homes_of(self, names: Iterable[str]) -> Weighed:
        """The home countries of the named parties, as shares of those known."""
        known = Counter(self.homes[name] for name in names if name in self.homes)
        return {country: count / known.total() for country, count in known.items()}

    def size_of(self, names: Iterable[str]) -> float | None:
        """The usual size of deals of the named parties, as a logarithm."""
        known = [self.sizes[name] for name in names if name in self.sizes]
        return fmean(known) if known else None

    def was_first(self, company: str, month: int | None) -> float | None:
        """Whether a deal of this month was the first that anybody in the book knows of the company; None undated."""
        return None if month is None else float(month <= self.first_months.get(company, month))


def circle_of(seekers: Sequence[Seat], offers: Sequence[Seat]) -> Circle:
    """The circle of a book; the same seats in any order give the same."""
    held = held_by_name(seekers)
    return Circle(
        beside=_beside(held),
        backed=_backed(held, offers),
        homes=dict(sorted(_homes(seekers), reverse=True)),
        sizes=_sizes(seekers),
        first_months=_first_months(seekers, offers),
    )


def held_by_name(seekers: Sequence[Seat]) -> dict[str, frozenset[str]]:
    """What each seeker has held or bought; several of one name together."""
    found: dict[str, set[str]] = defaultdict(set)
    for seat in seekers:
        if seat.name and seat.deals:
            found[seat.name].update(deal.counterpart for deal in seat.deals if deal.counterpart)
    return {name: frozenset(companies) for name, companies in sorted(found.items())}


def _homes(seekers: Sequence[Seat]) -> set[tuple[str, str]]:
    return {(seat.name, seat.country) for seat in seekers if seat.name and seat.country}


def _beside(held: Mapping[str, frozenset[str]]) -> Mapping[str, Mapping[str, float]]:
    holders = defaultdict(list)
    for name, companies in sorted(held.items()):
        for company in companies:
            holders[company].append(name)
    found: dict[str, Mapping[str, float]] = {}
    for name, companies in held.items():
        together = Counter(other for company in companies for other in holders[company] if other != name)
        found[name] = {other: log1p(together[other]) for other in sorted(together)}
    return found


def _backed(held: Mapping[str, frozenset[str]], offers: Sequence[Seat]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, companies in held.items():
        found[name] |= companies
    for seat in offers:
        for holder in seat.holders:
            found[holder].add(seat.name)
    return {name: frozenset(companies) for name, companies in found.items()}


def _sizes(seekers: Sequence[Seat]) -> Mapping[str, float]:
    amounts: dict[str, list[float]] = defaultdict(list)
    for seat in seekers:
        if seat.name:
            amounts[seat.name] += [log(deal.amount) for deal in seat.deals if deal.amount]
    return {name: fmean(row) for name, row in amounts.items() if row}


def _first_months(seekers: Sequence[Seat], offers: Sequence[Seat]) -> Mapping[str, int]:
    dated = [(deal.counterpart, deal.month) for seat in seekers for deal in seat.deals]
    dated += [(seat.name, deal.month) for seat in offers for deal in seat.deals]
    found: dict[str, int] = {}
    for company, month in dated:
        if company and month is not None:
            found[company] = min(month, found.get(company, month))
    return found
