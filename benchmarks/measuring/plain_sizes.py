"""Quantities of a pair in plain numpy, for `plain_scores`: sizes, stages and holders."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.measuring.plain_scores import Array, Block, Mask, dense, single, unless
from marketplace.matching.rules.arrays import Bags
from marketplace.matching.rules.sides import Side

TEN = np.float32(np.log(10))


def ticket(block: Block) -> Array:
    def ends(side: Side) -> tuple[Array, Array]:
        low = np.where(np.isnan(side.low) & ~np.isnan(side.high), -np.inf, side.low)
        return low, np.where(np.isnan(side.high) & ~np.isnan(side.low), np.inf, side.high)

    (low, high), (least, most) = ends(block.s), ends(block.o)
    gap = np.maximum(np.maximum(least - high[:, None], low[:, None] - most), 0)
    return single(np.exp(-gap))


def sizes(block: Block) -> tuple[Array, Array, Array]:
    amount = block.s.deals.amount[:, None]
    known = block.total(single(~np.isnan(amount)))
    amount = np.nan_to_num(amount)
    mean = block.total(amount) / np.maximum(known, 1)
    squares = np.maximum(block.total(amount * amount) - known * mean * mean, 0)
    return known, mean, np.sqrt((squares + np.float32(2 * 1.44)) / (known + 2))


def size_record(block: Block) -> Array:
    known, mean, spread = sizes(block)
    return unless(known == 0, np.clip((block.all.amount - mean) / spread, -4, 4))


def size_share(block: Block) -> Array:
    known = ~np.isnan(block.s.deals.amount)[:, None]
    counted = block.total(single(known))
    close = block.total(block.close * known)
    return unless((counted == 0) | np.isnan(block.all.amount), close / (counted + 1))


def steps(block: Block, kind: str) -> Array:
    steps, theirs = block.s.deals.step[:, None], block.o.step
    known = block.total(single(~np.isnan(steps)))
    if kind == "near":
        near = np.exp(-np.abs(steps - theirs))
        near[np.isnan(near)] = 0
        return unless((known == 0) | np.isnan(theirs), block.total(near) / (known + 1))
    return unless(known == 0, theirs - block.total(np.nan_to_num(steps)) / np.maximum(known, 1))


def size_rank(block: Block) -> Array:
    amount = block.s.deals.amount[:, None]
    known = block.total(single(~np.isnan(amount)))
    smaller = block.total(amount < block.all.amount)
    return unless((known == 0) | np.isnan(block.all.amount), (smaller + 1) / (known + 2))


def usual(block: Block, *, spread: bool) -> Array:
    known, mean, apart = sizes(block)
    return unless(known == 0, apart if spread else mean / TEN)


def firsts(block: Block, *, kind: bool) -> Array:
    first = block.s.deals.first[:, None]
    known = block.total(single(~np.isnan(first)))
    share = (block.total(np.nan_to_num(first)) + 1) / (known + 2)
    if not kind:
        return unless(known == 0, share)
    backed = block.o.backed
    return unless((known == 0) | np.isnan(backed), np.where(backed == 0, share, 1 - share))


def met(left: Array, right: Bags) -> Array:
    """Rows of weights by code with every bag; most bags are empty."""
    out = np.zeros((len(left), len(right.starts) - 1), np.float32)
    filled = np.flatnonzero(np.diff(right.starts))
    if len(filled):
        out[:, filled] = np.add.reduceat(left[:, right.codes] * right.weights, right.starts[filled], axis=1)
    return out


def filled(bags: Bags) -> Mask:
    return np.diff(bags.starts) > 0


def beside(block: Block) -> Array:
    deals = block.s.deals
    made = np.zeros((len(block.s), block.o.friends.width + 1), np.float32)
    np.add.at(made, (np.repeat(np.arange(len(block.s)), np.diff(deals.starts)), deals.counterpart), 1)
    made[:, -1] = 0
    return made


def network(block: Block, kind: str) -> Array:
    o, s = block.o, block.s
    if kind == "at_home":
        home = np.zeros((len(s), o.holder_homes.width + 1), np.float32)
        home[np.arange(len(s)), s.country] = 1
        return unless((s.country < 0)[:, None] | ~filled(o.holder_homes), met(home, o.holder_homes))
    if kind in ("ties", "neighbours"):
        near = dense(s.near)
        values = met(single(near > 0), o.holders) / np.maximum(np.diff(o.holders.starts), 1)
        values = values if kind == "ties" else met(near, o.near)
        return unless((block.count == 0) | ~filled(o.holders), single(values))
    if kind == "sellers":
        known = ~s.whole[:, None] | ~filled(o.siblings) | (block.count == 0)
        return unless(known, single(met(beside(block), o.siblings) > 0))
    often = kind == "often"
    friends = o.friends if often else replace(o.friends, weights=np.ones_like(o.friends.weights))
    counted = met(beside(block), friends)
    values = np.log1p(counted) if often else counted / (block.count + 2)
    return unless((block.count == 0) | ~filled(o.friends), values)


def holder_size(block: Block) -> Array:
    known, mean, _ = sizes(block)
    apart = mean - block.o.holder_size
    return unless(known == 0, np.exp(-apart * apart / 2))
