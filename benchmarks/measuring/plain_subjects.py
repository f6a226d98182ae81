"""Quantities of a pair in plain numpy, for `plain_scores`: subjects, texts and deals like this one."""

from __future__ import annotations

import numpy as np

from benchmarks.measuring.plain_scores import Array, Block, Mask, single, unless


def cover(block: Block, name: str) -> Array:
    asked = getattr(block.s, name).sum(1, dtype=np.float32)[:, None]
    given = block.all.lists[name].sum(0)
    shorter = np.minimum(asked, given)
    return unless(shorter == 0, block.shared(name, name) / np.maximum(shorter, 1))


def likeness(block: Block) -> Array:
    mine = block.all.seeker_tags[block.first : block.last]
    return unless(~(np.any(mine, axis=1, keepdims=True) & block.all.known_tags), mine @ block.all.tags)


def record_subject(block: Block, kind: str) -> Array:
    counted = block.total(single(block.tagged)[:, None])
    if kind == "nearest":
        values = block.most(block.alike)
    elif kind == "recent":
        values = np.log1p(block.total(block.tags * block.recency) @ block.all.tags)
    else:
        values = block.total(block.tags) @ block.all.tags / (counted + 2)
    return unless((counted == 0) | ~block.all.known_tags, values)


def subject_share(block: Block, offers: Array, *, sought: bool) -> Array:
    mine = block.all.seeker_tags[block.first : block.last]
    left = mine / np.maximum(mine.sum(1, keepdims=True), np.float32(1e-9)) if sought else single(mine > 0)
    return unless(~(np.any(mine, axis=1, keepdims=True) & block.all.known_tags), left @ offers)


def portfolio(block: Block, values: Array) -> Array:
    counted = block.total(single(block.tagged)[:, None])
    return unless((counted == 0) | ~block.all.known_tags, values)


def record_like(block: Block) -> Array:
    counted = block.total(single(block.tagged)[:, None])
    return portfolio(block, block.total(block.alike > 0) / (counted + 2))


def record_profile(block: Block) -> Array:
    length = np.sqrt((block.portfolio * block.portfolio).sum(1, keepdims=True))
    return portfolio(block, block.portfolio @ block.all.tags / np.where(length > 0, length, np.float32(1)))


def both(block: Block, hits: Mask) -> Array:
    known = block.total(single((block.s.deals.country >= 0) & block.tagged)[:, None])
    untold = ~block.all.known_tags | (block.o.country < 0)
    return unless((known == 0) | untold, block.total(hits & (block.alike > 0)) / (known + 2))


def all_alike(block: Block, values: Array, *, subject: bool = True, country: bool = True) -> Array:
    untold = np.zeros(len(block.o), np.bool_)
    if subject:
        untold |= ~block.all.known_tags
    if country:
        untold |= block.o.country < 0
    return unless((block.count == 0) | untold, values)


def through(block: Block, left: Array, customs: Array) -> Array:
    left = left / np.maximum(left.sum(1, keepdims=True), np.float32(1e-9))
    known = len(customs)
    values = left[:, :known] @ customs @ block.all.tag_shares[:known]
    return unless((left.sum(1, keepdims=True) == 0) | ~block.all.known_tags | (not customs.any()), values)


def text(block: Block) -> Array:
    out, all_, words = np.zeros((len(block.s), len(block.o)), np.float32), block.all, block.s.words
    for row in range(len(block.s)):
        for place in range(int(words.starts[row]), int(words.starts[row + 1])):
            begin, end = all_.word_starts[words.codes[place]], all_.word_starts[words.codes[place] + 1]
            out[row, all_.word_rows[begin:end]] += words.weights[place] * all_.word_weights[begin:end]
    unknown = (np.diff(words.starts) == 0)[:, None] | (np.diff(block.o.words.starts) == 0)
    return unless(unknown, out)
