"""What a field that nobody told could change at most: the score again with the best that could be told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.corpus import Corpus, tags_of
from marketplace.matching.rules.criteria import failed
from marketplace.matching.rules.explanation import Missing
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.score import log_odds
from marketplace.matching.rules.seats import PastDeal, Seat
from marketplace.matching.rules.sides import side_of
from marketplace.matching.rules.weights import RoleWeights

AMOUNTS = tuple(float(10 ** (eighth / 8)) for eighth in range(8 * 4, 8 * 9 + 1))
USUAL_AMOUNT = 1_000_000.0
RECORDS = (1, 3, 10)
AGES = (0, 1, 2, 3, 5, 8, 13, 21, 34)
COMPANIONS = 3
YEAR = 12


@dataclass(frozen=True, slots=True)
class Scale:
    """What a pair is scored with: the book's corpus and month, and the weights."""

    corpus: Corpus
    month: int
    weights: RoleWeights


@dataclass(frozen=True, slots=True)
class Couple:
    """The two seats of a pair."""

    seeker: Seat
    offer: Seat


Told = Callable[[Couple, Scale], Iterator[Couple]]


def most(couple: Couple, missing: Sequence[Missing], scale: Scale) -> dict[Missing, float]:
    """By missing field the most log-odds that telling it could add; fields that cannot add anything are left out."""
    told = [
        (field, one)
        for field in missing
        for one in TOLD[field.field](couple, scale)
        if not failed(one.seeker, one.offer)
    ]
    start, *odds = _odds([couple, *(one for _, one in told)], scale).tolist()
    found: dict[Missing, float] = {}
    for (field, _), then in zip(told, odds, strict=True):
        if then - start > found.get(field, 0):
            found[field] = then - start
    return found


def _odds(couples: Sequence[Couple], scale: Scale) -> Floats:
    """The log-odds of each couple; each differs from the first in one of its two seats at most."""
    first = couples[0]
    offers = [number for number, one in enumerate(couples) if one.seeker is first.seeker]
    seekers = [number for number, one in enumerate(couples) if one.seeker is not first.seeker]
    odds = np.empty(len(couples), np.float32)
    odds[offers] = _block([first.seeker], [couples[number].offer for number in offers], scale)
    odds[seekers] = _block([couples[number].seeker for number in seekers], [first.offer], scale)
    return odds


def _block(seekers: Sequence[Seat], offers: Sequence[Seat], scale: Scale) -> Floats:
    """Nobody has no log-odds."""
    if not seekers:
        return np.zeros(0, np.float32)
    sides = side_of(seekers, scale.corpus), side_of(offers, scale.corpus)
    return log_odds(Pairs(*sides, scale.month), scale.weights).reshape(-1)


def _amount(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    for amount in AMOUNTS:
        yield Couple(couple.seeker, replace(couple.offer, low=amount, high=amount))


def _ticket(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    for low, high in zip(AMOUNTS, AMOUNTS[8:], strict=False):
        yield Couple(replace(couple.seeker, low=low, high=high), couple.offer)


def _subjects(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    """Of whichever side told none: just what the other side names, or what its past deals were about."""
    seeker, offer = couple.seeker, couple.offer
    if tags_of(offer):
        yield Couple(_with_subjects(seeker, offer), offer)
    else:
        yield Couple(seeker, _with_subjects(offer, seeker))
        tags = tuple(dict.fromkeys(tag for deal in seeker.deals for tag in deal.tags))
        yield Couple(seeker, replace(offer, technologies=tags))


def _with_subjects(seat: Seat, other: Seat) -> Seat:
    return replace(seat, sectors=other.sectors, technologies=other.technologies, segments=other.segments)


def _stages_sought(couple: Couple, scale: Scale) -> Iterator[Couple]:
    for stage in scale.corpus.stages:
        yield Couple(replace(couple.seeker, stages=(stage,)), couple.offer)


def _stage(couple: Couple, scale: Scale) -> Iterator[Couple]:
    for stage in scale.corpus.stages:
        yield Couple(couple.seeker, replace(couple.offer, stages=(stage,)))


def _targets(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    yield Couple(replace(couple.seeker, markets=_home(couple.offer)), couple.offer)


def _wanted(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    yield Couple(couple.seeker, replace(couple.offer, markets=_home(couple.seeker)))


def _figures(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    yield Couple(couple.seeker, replace(couple.offer, trust=1.0, served_markets=_home(couple.seeker)))


def _certificates(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    yield Couple(couple.seeker, replace(couple.offer, certified_markets=_home(couple.seeker)))


def _rights(couple: Couple, _scale: Scale) -> Iterator[Couple]:
    yield Couple(couple.seeker, replace(couple.offer, protected_markets=_home(couple.seeker)))


def _founded(couple: Couple, scale: Scale) -> Iterator[Couple]:
    for age in AGES:
        yield Couple(couple.seeker, replace(couple.offer, founded=scale.month // YEAR - age))


def _holders(couple: Couple, scale: Scale) -> Iterator[Couple]:
    """None at all, or somebody beside whom the seeker has invested most often."""
    yield Couple(couple.seeker, replace(couple.offer, backed=False))
    beside = scale.corpus.circle.beside.get(couple.seeker.name, {})
    for name in sorted(beside, key=lambda name: (-beside[name], name))[:COMPANIONS]:
        yield Couple(couple.seeker, replace(couple.offer, holders=(name,), backed=True))


def _past_deals(couple: Couple, scale: Scale) -> Iterator[Couple]:
    offer = couple.offer
    alike = PastDeal(
        counterpart="",
        month=scale.month,
        country=offer.country,
        city=offer.city,
        amount=offer.high or offer.low or USUAL_AMOUNT,
        stage=offer.stages[0] if offer.stages else None,
        tags=tags_of(offer),
    )
    for many in RECORDS:
        yield Couple(replace(couple.seeker, deals=(alike,) * many), offer)


def _home(seat: Seat) -> tuple[str, ...]:
    return (seat.country,) if seat.country else ()


TOLD: Mapping[str, Told] = {
    "ticket": _ticket,
    "amount": _amount,
    "subjects": _subjects,
    "stages": _stages_sought,
    "stage": _stage,
    "target_markets": _targets,
    "past_deals": _past_deals,
    "wanted_markets": _wanted,
    "figures": _figures,
    "certificates": _certificates,
    "holders": _holders,
    "founded": _founded,
    "rights": _rights,
}
