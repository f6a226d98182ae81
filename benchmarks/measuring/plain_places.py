"""Quantities of a pair in plain numpy, for `plain_scores`: places and lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring.plain_scores import Array, Block, Mask, dense, single, unless


def any_shared(block: Block, name: str) -> Array:
    known = getattr(block.s, name).any(1)[:, None] & block.all.lists[name].any(0)
    return unless(~known, np.float32(1) * (block.shared(name, name) > 0))


def same(block: Block, name: str) -> Array:
    left, right = getattr(block.s, name)[:, None], getattr(block.o, name)
    return unless((left < 0) | (right < 0), single(left == right))


def target_market(block: Block) -> Array:
    markets, country = block.s.markets, block.o.country
    held = markets[:, country] & (country >= 0) | block.s.worldwide[:, None]
    return unless(~np.any(markets, axis=1, keepdims=True) | (country < 0), single(held))


def in_their(block: Block, name: str) -> Array:
    country = block.s.country
    held = block.all.lists[name][country]
    if name == "markets":
        held = np.maximum(held, block.o.worldwide)
    return unless((country < 0)[:, None] | ~block.all.lists[name].any(0), held)


def counted(block: Block, codes: NDArray[np.int32], theirs: NDArray[np.integer], worth: Array) -> tuple[Array, Array]:
    """Sums of worth over deals by code, gathered at the offers' codes; and the sums over all known codes."""
    rows = np.repeat(np.arange(len(block.s)), np.diff(block.s.deals.starts))
    known = codes >= 0
    counts = np.zeros((len(block.s), int(max(codes.max(initial=0), theirs.max(initial=0))) + 2), np.float32)
    np.add.at(counts, (rows[known], codes[known]), worth[known])
    return counts[:, theirs], counts.sum(1, keepdims=True)


def share(block: Block, name: str, theirs: NDArray[np.integer], pull: float) -> Array:
    codes = getattr(block.s.deals, name)
    hits, known = counted(block, codes, theirs, np.ones(len(codes), np.float32))
    return unless((known == 0) | (theirs < 0), hits / (known + single(pull)))


def lately(block: Block, codes: NDArray[np.int32], theirs: NDArray[np.integer]) -> Array:
    hits, known = counted(block, codes, theirs, block.recency[:, 0])
    return unless((known == 0) | (theirs < 0), np.log1p(hits))


def lift(block: Block, name: str, usual: Array) -> Array:
    codes, theirs = getattr(block.s.deals, name), getattr(block.o, name)
    hits, known = counted(block, codes, theirs, np.ones(len(codes), np.float32))
    hits[:, theirs < 0] = 0
    share = (hits + 2 * usual) / (known + 2)
    return unless(known == 0, np.clip(np.log(share / usual), -3, 5))


def home(block: Block) -> tuple[Mask, Array]:
    s, deals = block.s, block.s.deals
    own = np.repeat(s.country, np.diff(deals.starts))
    known = block.total(single(deals.country >= 0)[:, None])
    hits = block.total(single((deals.country >= 0) & (deals.country == own))[:, None])
    return (known > 0) & (s.country >= 0)[:, None], (hits + 1) / (known + 2)


def home_habit(block: Block) -> Array:
    placed, share = home(block)
    same = block.s.country[:, None] == block.o.country
    return unless(~placed | (block.o.country < 0), np.where(same, share, 1 - share))


def home_share(block: Block) -> Array:
    placed, share = home(block)
    return unless(~placed, share)


def countries(block: Block) -> Array:
    starts, codes = block.s.deals.starts, block.s.deals.country
    rows = [codes[starts[row] : starts[row + 1]] for row in range(len(block.s))]
    counted = single([len(np.unique(row[row >= 0])) for row in rows])[:, None]
    return unless(counted == 0, np.log1p(counted))


def flow(block: Block, name: str) -> Array:
    codes = getattr(block.o, name)
    lifts = dense(getattr(block.s, f"{name}_flow"))[:, codes] + getattr(block.s, f"{name}_elsewhere")[:, None]
    return unless(codes < 0, lifts)
