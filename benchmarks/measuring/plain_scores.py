"""The score of many pairs in plain numpy, written by hand: what the product's own scorer is measured against.

The same named quantities from the same encoded parties: matrix products for what is linear, gathered counts for places
and stages, an inverted list for words, `np.interp` and `np.searchsorted` for weights, blocks that fit into memory.
Nothing here comes from the product's rules but the encoded arrays and the numbers in the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Bags
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.weights import RoleWeights

Array = NDArray[Any]
Mask = NDArray[Any]
Signals = Mapping[str, Callable[["Block"], Array]]
CELLS = 1_000_000
NAN = np.float32(np.nan)
ROUNDING = 4e-6  # sums in another order end so much lower, and are the same value
LISTS = (
    *("sectors", "technologies", "segments", "stages", "instruments", "languages", "markets"),
    *("certified_markets", "served_markets", "subjects", "excluded_tags"),
)


def dense(bags: Bags) -> Array:
    """Bags of codes as a full matrix."""
    out = np.zeros((len(bags.starts) - 1, bags.width), np.float32)
    out[np.repeat(np.arange(len(out)), np.diff(bags.starts)), bags.codes] = bags.weights
    return out


def places(left: NDArray[np.str_], right: NDArray[np.str_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Names as numbers, the same for both sides."""
    numbers = np.unique(np.concatenate((left, right)), return_inverse=True)[1]
    return numbers[: len(left)], numbers[len(left) :]


def reached(edges: Sequence[float]) -> Array:
    """From where on a value is at an edge."""
    told = np.array(edges)
    return single(told - np.minimum(ROUNDING * np.maximum(1, np.abs(told)), np.abs(told) / 2))


def single(values: Any) -> Array:
    """In single precision."""
    return np.asarray(values, np.float32)


def unless(unknown: Mask, values: Array) -> Array:
    """The values, NaN where they are unknown."""
    return np.where(unknown, NAN, values)


class Plain:
    """Everything that does not depend on the block, made once."""

    def __init__(self, seekers: Side, offers: Side, month: int, weights: RoleWeights, signals: Signals) -> None:
        """Full matrices of the offers' tags and lists, an inverted list of their words, what is known of each deal."""
        self.s, self.o, self.month, self.weights = seekers, offers, month, weights
        self.organisations = places(seekers.organisation, offers.organisation)
        self.groups = places(seekers.group, offers.group)
        self.tags = np.ascontiguousarray(dense(offers.tags).T)
        self.deal_tags, self.seeker_tags = dense(seekers.deals.tags), dense(seekers.tags)
        self.lists = {name: getattr(offers, name).T.astype(np.float32) for name in LISTS}
        self.known_tags = np.diff(offers.tags.starts) > 0
        self.tag_shares = self.tags / np.maximum(self.tags.sum(0), np.float32(1e-9))
        self.tag_signs = single(self.tags > 0)
        low, high = offers.low, offers.high
        self.amount = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
        named = offers.stages.any(1)
        self.stage = np.where(named, offers.stages.argmax(1), -1)
        order = np.argsort(offers.words.codes, kind="stable")
        self.word_rows = np.repeat(np.arange(len(offers)), np.diff(offers.words.starts))[order]
        self.word_weights = offers.words.weights[order]
        self.word_starts = np.searchsorted(offers.words.codes[order], np.arange(offers.words.width + 1))
        lengths = {name: np.diff(getattr(offers, name).starts) for name in ("known_as", "holders", "partners")}
        self.owners = {name: np.repeat(np.arange(len(offers)), row) for name, row in lengths.items()}
        age = np.maximum(month - seekers.deals.month, 0)
        self.age = np.where(np.isnan(age), 60, age).astype(np.float32)
        self.recency = np.exp2(-self.age / np.float32(18))
        told = {*weights.tables, *weights.steps}
        self.signals = {code: value for code, value in signals.items() if code in told}

    def block(self, first: int, last: int) -> Array:
        """The log-odds of some seekers with all offers; minus infinity where a hard criterion keeps them apart."""
        block = Block(self, first, last)
        total = np.full((last - first, len(self.o)), self.weights.intercept, np.float32)
        meeting = {code for each in self.weights.interactions for code in (each.first, each.second)}
        kept: dict[str, NDArray[np.int64]] = {}
        for code, value in self.signals.items():
            values = value(block)
            if code in self.weights.tables:
                table = self.weights.tables[code]
                total += np.where(np.isnan(values), 0, np.interp(values, table.at, table.adds))
                continue
            steps = self.weights.steps[code]
            step = np.searchsorted(reached(steps.edges), values, "right")
            step[np.isnan(values)] = len(steps.adds)
            total += single([*steps.adds, 0])[step]
            if code in meeting:
                kept[code] = np.broadcast_to(step, total.shape)
        for each in self.weights.interactions:
            grid = np.pad(single(each.adds), ((0, 1), (0, 1)))
            total += grid[kept[each.first], kept[each.second]]
        total[~block.allowed()] = -np.inf
        return total

    def first(self, count: int, first: int, last: int) -> tuple[list[NDArray[np.int64]], list[Array]]:
        """The best offers of some seekers and their log-odds, block by block."""
        chosen, worth = [], []
        step = max(1, CELLS // len(self.o))
        for begin in range(first, last, step):
            odds = self.block(begin, min(begin + step, last))
            for values in odds:
                possible = np.flatnonzero(values > -np.inf)
                if len(possible) > count:
                    possible = possible[np.argpartition(-values[possible], count)[:count]]
                chosen.append(possible[np.argsort(-values[possible])])
                worth.append(values[chosen[-1]])
        return chosen, worth


class Block:
    """Some seekers with all offers, and the arrays that several quantities share."""

    def __init__(self, all_: Plain, first: int, last: int) -> None:
        """Cut the seekers' part; compare their past deals with every offer once."""
        self.all, self.o, self.s = all_, all_.o, all_.s.rows(first, last)
        self.first, self.last = first, last
        deals = self.s.deals
        begin, end = int(all_.s.deals.starts[first]), int(all_.s.deals.starts[last])
        self.filled = np.flatnonzero(np.diff(deals.starts))
        self.recency, self.age = all_.recency[begin:end, None], all_.age[begin:end, None]
        self.count = np.diff(deals.starts).astype(np.float32)[:, None]
        self.tags = all_.deal_tags[begin:end]
        self.tagged = self.tags.any(1)
        self.alike = self.tags @ all_.tags
        self.country = (deals.country[:, None] == self.o.country[None, :]) & (deals.country >= 0)[:, None]
        self.city = (deals.city[:, None] == self.o.city[None, :]) & (deals.city >= 0)[:, None]
        apart = deals.amount[:, None] - all_.amount[None, :]
        self.close = np.exp(apart * apart * np.float32(-0.5))
        self.close[np.isnan(self.close)] = 0.4
        stage = (deals.stage[:, None] == all_.stage) & (deals.stage >= 0)[:, None]
        self.worth = self.close * np.where(stage, np.float32(1), np.float32(0.6)) * self.recency
        self.place = np.where(self.city, np.float32(1), np.where(self.country, np.float32(0.35), np.float32(0.1)))
        self.like_this = self.alike * self.place * self.worth
        self.portfolio = self.total(self.tags)

    def total(self, values: Array) -> Array:
        """Sums over each seeker's past deals."""
        out = np.zeros((len(self.s), values.shape[1]), np.float32)
        if len(self.filled):
            out[self.filled] = np.add.reduceat(values, self.s.deals.starts[self.filled], axis=0, dtype=np.float32)
        return out

    def most(self, values: Array) -> Array:
        """Greatest values among each seeker's past deals."""
        out = np.zeros((len(self.s), values.shape[1]), np.float32)
        if len(self.filled):
            out[self.filled] = np.maximum.reduceat(values, self.s.deals.starts[self.filled], axis=0)
        return out

    def shared(self, left: str, right: str) -> Array:
        """How many codes two lists share."""
        return single(single(getattr(self.s, left)) @ self.all.lists[right])

    def allowed(self) -> Mask:
        """The hard criteria."""
        s, o, lists = self.s, self.o, self.all.lists
        cut = slice(self.first, self.last)
        group = self.all.groups[0][cut, None] == self.all.groups[1][None, :]
        passed = (self.all.organisations[0][cut, None] != self.all.organisations[1]) & ~(
            group & (s.group != "")[:, None]
        )
        for mine, theirs in (("partners", "known_as"), ("known_as", "holders"), ("known_as", "partners")):
            ours, bags = getattr(s, mine), getattr(o, theirs)
            for row in range(len(s)):
                named = np.zeros(ours.width, np.bool_)
                named[ours.codes[ours.starts[row] : ours.starts[row + 1]]] = True
                passed[row, self.all.owners[theirs][named[bags.codes]]] = False
        for left, right in (("instruments", "instruments"), ("limited_to", "subjects")):
            asked, given = getattr(s, left).any(1)[:, None], lists[right].any(0)
            passed &= ~(asked & given & (self.shared(left, right) == 0))
        passed &= self.shared("excluded_tags", "subjects") + self.shared("subjects", "excluded_tags") == 0
        passed &= ~(s.excluded_countries[:, o.country] & (o.country >= 0))
        passed &= ~(o.excluded_countries[:, s.country].T & (s.country >= 0)[:, None])
        away, abroad = s.abroad[:, None], o.abroad[None, :]
        for number, happens in enumerate(((away == 1) & (abroad == 0), (away == 0) & (abroad == 1))):
            we_refuse = s.directions.any(1) & ~s.directions[:, number]
            they_refuse = o.directions.any(1) & ~o.directions[:, number]
            passed &= ~(happens & (we_refuse[:, None] | they_refuse))
        top = np.where(np.isnan(o.high), np.inf, o.high)
        passed &= ~(top < s.low[:, None]) & ~((o.low > s.high[:, None]) & s.whole[:, None])
        return np.asarray(passed, np.bool_)
