"""The score of many pairs in plain numpy, written by hand: what the product's own scorer is measured against.

The same named quantities from the same encoded parties: matrix products for what is linear, gathered counts for places
and stages, an inverted list for words, `np.interp` and `np.searchsorted` for weights, blocks that fit into memory.
Nothing here comes from the product's rules but the encoded arrays and the numbers in the weights.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Bags
from marketplace.matching.rules.sides import Side
from marketplace.matching.rules.weights import RoleWeights

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]
CELLS = 1_000_000
NAN = np.float32(np.nan)


def dense(bags: Bags) -> Array:
    """Bags of codes as a full matrix."""
    out = np.zeros((len(bags.starts) - 1, bags.width), np.float32)
    out[np.repeat(np.arange(len(out)), np.diff(bags.starts)), bags.codes] = bags.weights
    return out


def places(left: NDArray[np.str_], right: NDArray[np.str_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Names as numbers, the same for both sides."""
    numbers = np.unique(np.concatenate((left, right)), return_inverse=True)[1]
    return numbers[: len(left)], numbers[len(left) :]


class Plain:
    """Everything that does not depend on the block, made once."""

    def __init__(self, seekers: Side, offers: Side, month: int, weights: RoleWeights) -> None:
        """Full matrices of the offers' tags and lists, an inverted list of their words, what is known of each deal."""
        self.s, self.o, self.month, self.weights = seekers, offers, month, weights
        self.organisations = places(seekers.organisation, offers.organisation)
        self.groups = places(seekers.group, offers.group)
        self.tags = np.ascontiguousarray(dense(offers.tags).T)
        self.deal_tags, self.seeker_tags = dense(seekers.deals.tags), dense(seekers.tags)
        self.lists = {name: getattr(offers, name).T.astype(np.float32) for name in LISTS}
        self.known_tags = np.diff(offers.tags.starts) > 0
        low, high = offers.low, offers.high
        self.amount = np.where(np.isnan(low), high, np.where(np.isnan(high), low, (low + high) / 2))
        named = offers.stages.any(1)
        self.stage = np.where(named, offers.stages.argmax(1), -1)
        order = np.argsort(offers.words.codes, kind="stable")
        self.word_rows = np.repeat(np.arange(len(offers)), np.diff(offers.words.starts))[order]
        self.word_weights = offers.words.weights[order]
        self.word_starts = np.searchsorted(offers.words.codes[order], np.arange(offers.words.width + 1))
        self.holder_rows = np.repeat(np.arange(len(offers)), np.diff(offers.holders.starts))
        age = np.maximum(month - seekers.deals.month, 0)
        self.age = np.where(np.isnan(age), 60, age).astype(np.float32)
        self.recency = np.exp2(-self.age / np.float32(18))
        self.codes = [code for code in SIGNALS if code in weights.tables or code in weights.steps]

    def block(self, first: int, last: int) -> Array:
        """The log-odds of some seekers with all offers; minus infinity where a hard criterion keeps them apart."""
        block = Block(self, first, last)
        total = np.full((last - first, len(self.o)), self.weights.intercept, np.float32)
        meeting = {code for each in self.weights.interactions for code in (each.first, each.second)}
        kept: dict[str, NDArray[np.int64]] = {}
        for code in self.codes:
            values = SIGNALS[code](block)
            if code in self.weights.tables:
                table = self.weights.tables[code]
                total += np.nan_to_num(np.interp(values, table.at, table.adds))
                continue
            steps = self.weights.steps[code]
            step = np.searchsorted(np.float32(steps.edges), values, "right")
            step[np.isnan(values)] = len(steps.adds)
            total += np.float32([*steps.adds, 0])[step]
            if code in meeting:
                kept[code] = np.broadcast_to(step, total.shape)
        for each in self.weights.interactions:
            grid = np.pad(np.float32(each.adds), ((0, 1), (0, 1)))
            total += grid[kept[each.first], kept[each.second]]
        total[~block.allowed()] = -np.inf
        return total

    def first(self, count: int, first: int, last: int) -> tuple[NDArray[np.int64], Array]:
        """The best offers of some seekers and their log-odds, block by block."""
        chosen, worth = [], []
        step = max(1, CELLS // len(self.o))
        for begin in range(first, last, step):
            odds = self.block(begin, min(begin + step, last))
            best = np.argpartition(-odds, count, axis=1)[:, :count]
            values = np.take_along_axis(odds, best, 1)
            order = np.argsort(-values, axis=1)
            chosen.append(np.take_along_axis(best, order, 1))
            worth.append(np.take_along_axis(values, order, 1))
        return np.concatenate(chosen), np.concatenate(worth)


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
        return getattr(self.s, left).astype(np.float32) @ self.all.lists[right]

    def allowed(self) -> Mask:
        """The hard criteria."""
        s, o, lists = self.s, self.o, self.all.lists
        cut = slice(self.first, self.last)
        group = self.all.groups[0][cut, None] == self.all.groups[1][None, :]
        passed = (self.all.organisations[0][cut, None] != self.all.organisations[1]) & ~(
            group & (s.group != "")[:, None]
        )
        for row in range(len(s)):
            partners = np.zeros(s.partners.width + 1, np.bool_)
            partners[s.partners.codes[s.partners.starts[row] : s.partners.starts[row + 1]]] = True
            passed[row] &= ~partners[o.name]
            if s.name[row] >= 0:
                passed[row, self.all.holder_rows[o.holders.codes == s.name[row]]] = False
        for left, right in (("instruments", "instruments"), ("limited_to", "subjects")):
            asked, given = getattr(s, left).any(1)[:, None], lists[right].any(0)
            passed &= ~(asked & given & (self.shared(left, right) == 0))
        passed &= self.shared("excluded_tags", "subjects") + self.shared("subjects", "excluded_tags") == 0
        passed &= ~(s.excluded_countries[:, o.country] & (o.country >= 0))
        passed &= ~(o.excluded_countries[:, s.country].T & (s.country >= 0)[:, None])
        away, abroad = s.abroad[:, None], o.abroad[None, :]
        for number, happens in enumerate(((away == 1) & (abroad == 0), (away == 0) & (abroad == 1))):
            ours = s.directions.any(1) & ~s.directions[:, number]
            theirs = o.directions.any(1) & ~o.directions[:, number]
            passed &= ~(happens & (ours[:, None] | theirs))
        top = np.where(np.isnan(o.high), np.inf, o.high)
        passed &= ~(top < s.low[:, None]) & ~((o.low > s.high[:, None]) & s.whole[:, None])
        return passed


def _unless(unknown: Mask, values: Array) -> Array:
    return np.where(unknown, NAN, values)


def _cover(block: Block, name: str) -> Array:
    asked = getattr(block.s, name).sum(1, dtype=np.float32)[:, None]
    given = block.all.lists[name].sum(0)
    shorter = np.minimum(asked, given)
    return _unless(shorter == 0, block.shared(name, name) / np.maximum(shorter, 1))


def _any_shared(block: Block, name: str) -> Array:
    known = getattr(block.s, name).any(1)[:, None] & block.all.lists[name].any(0)
    return _unless(~known, np.float32(1) * (block.shared(name, name) > 0))


def _likeness(block: Block) -> Array:
    mine = block.all.seeker_tags[block.first : block.last]
    return _unless(~(mine.any(1)[:, None] & block.all.known_tags), mine @ block.all.tags)


def _record_subject(block: Block, kind: str) -> Array:
    counted = block.total(np.float32(block.tagged)[:, None])
    if kind == "nearest":
        values = block.most(block.alike)
    elif kind == "recent":
        values = np.log1p(block.total(block.tags * block.recency) @ block.all.tags)
    else:
        values = block.total(block.tags) @ block.all.tags / (counted + 2)
    return _unless((counted == 0) | ~block.all.known_tags, values)


def _same(block: Block, name: str) -> Array:
    left, right = getattr(block.s, name)[:, None], getattr(block.o, name)
    return _unless((left < 0) | (right < 0), np.float32(left == right))


def _target_market(block: Block) -> Array:
    markets, country = block.s.markets, block.o.country
    held = markets[:, country] & (country >= 0) | block.s.worldwide[:, None]
    return _unless(~markets.any(1)[:, None] | (country < 0), np.float32(held))


def _in_their(block: Block, name: str) -> Array:
    country = block.s.country
    held = block.all.lists[name][country]
    if name == "markets":
        held = np.maximum(held, block.o.worldwide)
    return _unless((country < 0)[:, None] | ~block.all.lists[name].any(0), held)


def _counted(block: Block, codes: NDArray[np.int32], theirs: NDArray[np.integer], worth: Array) -> tuple[Array, Array]:
    """Sums of worth over deals by code, gathered at the offers' codes; and the sums over all known codes."""
    rows = np.repeat(np.arange(len(block.s)), np.diff(block.s.deals.starts))
    known = codes >= 0
    counts = np.zeros((len(block.s), int(max(codes.max(initial=0), theirs.max(initial=0))) + 2), np.float32)
    np.add.at(counts, (rows[known], codes[known]), worth[known])
    return counts[:, theirs], counts.sum(1, keepdims=True)


def _share(block: Block, name: str, theirs: NDArray[np.integer], pull: float) -> Array:
    codes = getattr(block.s.deals, name)
    hits, known = _counted(block, codes, theirs, np.ones(len(codes), np.float32))
    return _unless((known == 0) | (theirs < 0), hits / (known + np.float32(pull)))


def _recent_city(block: Block) -> Array:
    hits, known = _counted(block, block.s.deals.city, block.o.city, block.recency[:, 0])
    return _unless((known == 0) | (block.o.city < 0), np.log1p(hits))


def _ticket(block: Block) -> Array:
    def ends(side: Side) -> tuple[Array, Array]:
        low = np.where(np.isnan(side.low) & ~np.isnan(side.high), -np.inf, side.low)
        return low, np.where(np.isnan(side.high) & ~np.isnan(side.low), np.inf, side.high)

    (low, high), (least, most) = ends(block.s), ends(block.o)
    gap = np.maximum(np.maximum(least - high[:, None], low[:, None] - most), 0)
    return np.exp(-gap).astype(np.float32)


def _size_record(block: Block) -> Array:
    amount = block.s.deals.amount[:, None]
    known = block.total(np.float32(~np.isnan(amount)))
    amount = np.nan_to_num(amount)
    mean = block.total(amount) / np.maximum(known, 1)
    squares = np.maximum(block.total(amount * amount) - known * mean * mean, 0)
    spread = np.sqrt((squares + 2 * 1.44) / (known + 2))
    return _unless(known == 0, np.clip((block.all.amount - mean) / spread, -4, 4))


def _size_share(block: Block) -> Array:
    known = ~np.isnan(block.s.deals.amount)[:, None]
    counted = block.total(np.float32(known))
    close = block.total(block.close * known)
    return _unless((counted == 0) | np.isnan(block.all.amount), close / (counted + 1))


def _both(block: Block, hits: Mask) -> Array:
    known = block.total(np.float32((block.s.deals.country >= 0) & block.tagged)[:, None])
    untold = ~block.all.known_tags | (block.o.country < 0)
    return _unless((known == 0) | untold, block.total(hits & (block.alike > 0)) / (known + 2))


def _record_alike(block: Block) -> Array:
    place = np.where(block.city, np.float32(1), np.where(block.country, np.float32(0.35), np.float32(0.1)))
    stage = (block.s.deals.stage[:, None] == block.all.stage) & (block.s.deals.stage >= 0)[:, None]
    worth = block.alike * place * block.close * np.where(stage, np.float32(1), np.float32(0.6)) * block.recency
    return _unless((block.count == 0) | ~block.all.known_tags | (block.o.country < 0), np.log1p(block.total(worth)))


def _column(values: Array, known: Mask) -> Array:
    return _unless(~known, values)


def _friends(block: Block) -> Array:
    friends, deals = block.o.friends, block.s.deals
    made = np.zeros((len(block.s), friends.width + 1), np.float32)
    rows = np.repeat(np.arange(len(block.s)), np.diff(deals.starts))
    np.add.at(made, (rows, deals.counterpart), 1)
    filled = np.flatnonzero(np.diff(friends.starts))
    out = np.full((len(block.s), len(block.o)), NAN)
    if len(filled):
        out[:, filled] = np.log1p(
            np.add.reduceat(made[:, friends.codes] * friends.weights, friends.starts[filled], axis=1)
        )
    return _unless(block.count == 0, out)


def _rounds(block: Block) -> Array:
    counts = np.float32(np.diff(block.o.deals.starts))[None, :]
    return _unless(counts == 0, np.log1p(counts))


def _text(block: Block) -> Array:
    out, all_, words = np.zeros((len(block.s), len(block.o)), np.float32), block.all, block.s.words
    for row in range(len(block.s)):
        for place in range(int(words.starts[row]), int(words.starts[row + 1])):
            begin, end = all_.word_starts[words.codes[place]], all_.word_starts[words.codes[place] + 1]
            out[row, all_.word_rows[begin:end]] += words.weights[place] * all_.word_weights[begin:end]
    unknown = (np.diff(words.starts) == 0)[:, None] | (np.diff(block.o.words.starts) == 0)
    return _unless(unknown, out)


def _core(block: Block) -> Array:
    return _unless(~(block.s.acquires_core > 0)[:, None], block.o.acquires_core)


def _fresh(block: Block, changed: Array) -> Array:
    return np.exp(-np.maximum(block.all.month - changed, 0) / np.float32(12))


LISTS = (
    *("sectors", "technologies", "segments", "stages", "instruments", "languages", "markets"),
    *("certified_markets", "served_markets", "subjects", "excluded_tags"),
)
SIGNALS: dict[str, Callable[[Block], Array]] = {
    "sector_fit": partial(_cover, name="sectors"),
    "technology_fit": partial(_cover, name="technologies"),
    "segment_fit": partial(_cover, name="segments"),
    "subject_likeness": _likeness,
    "record_subject": partial(_record_subject, kind="mean"),
    "record_nearest": partial(_record_subject, kind="nearest"),
    "record_recent_subject": partial(_record_subject, kind="recent"),
    "same_country": partial(_same, name="country"),
    "same_city": partial(_same, name="city"),
    "target_market": _target_market,
    "wanted_market": partial(_in_their, name="markets"),
    "certified": partial(_in_their, name="certified_markets"),
    "references": partial(_in_their, name="served_markets"),
    "language": partial(_any_shared, name="languages"),
    "stage_fit": partial(_any_shared, name="stages"),
    "record_country": lambda block: _share(block, "country", block.o.country, 2),
    "record_city": lambda block: _share(block, "city", block.o.city, 2),
    "record_stage": lambda block: _share(block, "stage", block.all.stage, 1),
    "record_recent_city": _recent_city,
    "ticket_fit": _ticket,
    "size_record": _size_record,
    "size_share": _size_share,
    "amount_sought": lambda block: (block.all.amount / np.float32(np.log(10)))[None, :],
    "record_country_subject": lambda block: _both(block, block.country),
    "record_city_subject": lambda block: _both(block, block.city),
    "record_alike": _record_alike,
    "activity": lambda block: _column(np.log1p(block.total(np.float32(block.age < 12))), block.count > 0),
    "experience": lambda block: _column(np.log1p(block.count), block.count > 0),
    "last_deal": lambda block: _column(
        np.log1p(-18 * np.log2(np.maximum(block.most(block.recency), 1e-6))), block.count > 0
    ),
    "offer_rounds": _rounds,
    "co_investors": _friends,
    "text_likeness": _text,
    "core_technology": _core,
    "offer_declared": lambda block: np.float32(block.o.declared)[None, :],
    "seeker_declared": lambda block: np.float32(block.s.declared)[:, None],
    "offer_fresh": lambda block: _fresh(block, block.o.changed)[None, :],
    "seeker_fresh": lambda block: _fresh(block, block.s.changed)[:, None],
    "offer_verified": lambda block: block.o.trust[None, :],
    "seeker_exposed": lambda block: block.s.exposure[:, None],
    "small_firm": lambda block: np.float32(block.o.small)[None, :],
}
