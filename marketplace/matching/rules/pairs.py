"""Every seeker of a block with every offer: the arrays that several signals share, each computed once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from marketplace.matching.rules.arrays import (
    UNKNOWN,
    Codes,
    Flags,
    Floats,
    marked,
    over,
    per,
    segment_maxima,
    segment_sums,
)
from marketplace.matching.rules.flows import NO_CUSTOMS, Customs
from marketplace.matching.rules.kinds import Fields, kinds
from marketplace.matching.rules.sides import Side

HALF_LIFE_MONTHS = 18.0
UNDATED_MONTHS = 60.0
CLOSE_AMOUNT = 1.0
UNKNOWN_CLOSENESS = 0.4
CITY_WORTH = 1.0
COUNTRY_WORTH = 0.35
ELSEWHERE_WORTH = 0.1
OTHER_STAGE_WORTH = 0.6
USUAL_SPREAD = 1.2
PRIOR_DEALS = 2.0


@dataclass(frozen=True, eq=False)
class Pairs:
    """Seekers by offers at a month; arrays named "deal_" have a row per past deal, others per seeker."""

    seekers: Side
    offers: Side
    month: int

    @property
    def shape(self) -> tuple[int, int]:
        """How many seekers and how many offers."""
        return len(self.seekers), len(self.offers)

    @cached_property
    def ages(self) -> Floats:
        """Months since each past deal."""
        return np.nan_to_num(np.maximum(self.month - self.seekers.deals.month, 0), nan=UNDATED_MONTHS)

    @cached_property
    def recency(self) -> Floats:
        """One for a deal of this month, half of it every eighteen months."""
        weights: Floats = np.exp2(-self.ages / np.float32(HALF_LIFE_MONTHS))
        return weights

    @property
    def customs(self) -> Customs:
        """What parties of one kind usually do; nothing where nobody seeks."""
        named = self.seekers.customs
        found: Customs = named[0] if len(named) else NO_CUSTOMS
        return found

    @cached_property
    def portfolio(self) -> Floats:
        """The subjects of all past deals of each seeker together."""
        return self._subjects(np.float32(1))

    @cached_property
    def recent_portfolio(self) -> Floats:
        """The same, of deals fading with time."""
        return self._subjects(np.repeat(self.recency, np.diff(self.seekers.deals.tags.starts)))

    @cached_property
    def portfolio_likeness(self) -> Floats:
        """How alike an offer is to the subjects of all past deals together: the sum over deals."""
        return over(self.portfolio, self.offers.tags)

    def _subjects(self, fading: Floats | np.float32) -> Floats:
        deals, tags = self.seekers.deals, self.seekers.deals.tags
        out = np.zeros((len(self.seekers), tags.width), np.float32)
        np.add.at(out, (np.repeat(deals.owner, np.diff(tags.starts)), tags.codes), tags.weights * fading)
        return out

    @cached_property
    def deal_likeness(self) -> Floats:
        """How alike the subjects of a past deal and of an offer are, 0 to 1."""
        return self.seekers.deals.tags.times(self.offers.tags)

    @cached_property
    def deal_like(self) -> Flags:
        """Whether a past deal and an offer share any subject."""
        return self.deal_likeness > 0

    @cached_property
    def deal_country(self) -> Flags:
        """Whether a past deal was made in the offer's country."""
        return equal(self.seekers.deals.country, self.offers.country)

    @cached_property
    def deal_city(self) -> Flags:
        """Whether a past deal was made in the offer's city."""
        return equal(self.seekers.deals.city, self.offers.city)

    @cached_property
    def deal_stage(self) -> Flags:
        """Whether a past deal was made at the stage the offer is in (the first it names)."""
        return equal(self.seekers.deals.stage, self.offer_stage)

    @cached_property
    def offer_stage(self) -> Codes:
        """The one stage of each offer, unknown where it names none."""
        stages = self.offers.stages
        return np.where(marked(stages), stages.argmax(1), UNKNOWN).astype(np.int32)

    @cached_property
    def offer_amount(self) -> Floats:
        """The middle of each offer's amount, as a logarithm."""
        low, high = self.offers.low, self.offers.high
        return np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2)).astype(np.float32)

    @cached_property
    def deal_closeness(self) -> Floats:
        """How close a past deal's amount is to the offer's, 0 to 1; an unknown amount counts as fairly far."""
        amounts, known = self.seekers.deals.amount, np.flatnonzero(~np.isnan(self.offer_amount))
        close = np.full((len(amounts), len(self.offers)), np.float32(UNKNOWN_CLOSENESS))
        apart = amounts[:, None] - self.offer_amount[None, known]
        close[:, known] = np.nan_to_num(np.exp(-np.square(apart) / (2 * CLOSE_AMOUNT**2)), nan=UNKNOWN_CLOSENESS)
        return close

    @cached_property
    def deal_worth(self) -> Floats:
        """How close a past deal is to an offer in amount, stage and time, 0 to 1."""
        return self.deal_closeness * self._by_kind(("stages",), Pairs._stage_worth)

    def _stage_worth(self) -> Floats:
        stage = np.where(self.deal_stage, np.float32(1), np.float32(OTHER_STAGE_WORTH))
        return np.asarray(stage * self.recency[:, None], np.float32)

    @cached_property
    def deal_place(self) -> Floats:
        """How close a past deal was to the offer's home: in its city, its country, or elsewhere."""
        return self._by_kind(("city", "country"), Pairs._place_worth)

    def _place_worth(self) -> Floats:
        nearest = np.where(self.deal_country, np.float32(COUNTRY_WORTH), np.float32(ELSEWHERE_WORTH))
        return np.where(self.deal_city, np.float32(CITY_WORTH), nearest)

    def _by_kind(self, read: Fields, work: "Callable[[Pairs], Floats]") -> Floats:
        """What reads these fields of offers alone, worked out for each kind of them and then spread."""
        found = kinds(self.offers, read)
        if found is None:
            return work(self)
        return np.take(work(Pairs(self.seekers, found.rows, self.month)), found.of, axis=1)

    @cached_property
    def deal_alike(self) -> Floats:
        """How alike a past deal and an offer are in everything: subject x place x amount x stage x recency, 0 to 1."""
        alike: Floats = self.deal_place * self.deal_likeness
        alike *= self.deal_worth
        return alike

    @cached_property
    def sized(self) -> Floats:
        """How many past deals of each seeker name an amount, as a column."""
        return self.total(~np.isnan(self.seekers.deals.amount)[:, None])

    @cached_property
    def usual_amount(self) -> Floats:
        """The mean amount of each seeker's past deals, as a logarithm in a column; 0 where none is known."""
        return per(self.total(self._amounts), self.sized)

    @cached_property
    def usual_spread(self) -> Floats:
        """How far the amounts of past deals lie apart, drawn to the usual spread where there are few, as a column."""
        squares = self.total(np.square(self._amounts)) - self.sized * np.square(self.usual_amount)
        spread: Floats = (np.maximum(squares, 0) + PRIOR_DEALS * USUAL_SPREAD**2) / (self.sized + PRIOR_DEALS)
        return np.sqrt(spread)

    @property
    def _amounts(self) -> Floats:
        return np.nan_to_num(self.seekers.deals.amount)[:, None]

    @cached_property
    def deals(self) -> Floats:
        """How many past deals each seeker has, as a column."""
        return np.diff(self.seekers.deals.starts).astype(np.float32)[:, None]

    def total(self, values: Floats | Flags) -> Floats:
        """Per seeker: the sum over its past deals."""
        return segment_sums(values.astype(np.float32, copy=False), self.seekers.deals.starts)

    def greatest(self, values: Floats) -> Floats:
        """Per seeker: the greatest value among its past deals."""
        return segment_maxima(values, self.seekers.deals.starts)

    def share(self, hits: Floats | Flags, known: Flags, pull: float) -> Floats:
        """Share of a seeker's known past deals that hit, drawn to 0 where there are few; NaN if none."""
        counted = self.total(known[:, None])
        share: Floats = self.total(hits) / (counted + np.float32(pull))
        return np.where(counted > 0, share, np.float32(np.nan)).astype(np.float32)

    def unless(self, unknown: Flags, values: Floats | Flags | np.float32) -> Floats:
        """The values over the whole block, NaN where the condition (of any broadcastable shape) holds."""
        if np.all(unknown):
            return np.broadcast_to(np.float32(np.nan), self.shape)
        known = np.empty(np.broadcast_shapes(np.shape(unknown), np.shape(values)), np.float32)
        known[...] = values
        np.copyto(known, np.float32(np.nan), where=unknown)
        return np.broadcast_to(known, self.shape)


def equal(left: Codes, right: Codes) -> Flags:
    """Where two known codes are the same, every left with every right."""
    same: Flags = left[:, None] == right[None, :]
    same &= (left != UNKNOWN)[:, None]
    return same
