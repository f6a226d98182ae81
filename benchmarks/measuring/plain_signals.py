"""The named quantities of a pair in plain numpy, by code: what `plain_scores` adds up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.measuring.plain_places import (
    any_shared,
    countries,
    flow,
    home_habit,
    home_share,
    in_their,
    lately,
    lift,
    same,
    share,
    target_market,
)
from benchmarks.measuring.plain_scores import Array, Block, Mask, single, unless
from benchmarks.measuring.plain_sizes import (
    firsts,
    holder_size,
    network,
    size_rank,
    size_record,
    size_share,
    steps,
    ticket,
    usual,
)
from benchmarks.measuring.plain_subjects import (
    all_alike,
    both,
    cover,
    likeness,
    portfolio,
    record_like,
    record_profile,
    record_subject,
    subject_share,
    text,
    through,
)

TEN = np.float32(np.log(10))


def _column(values: Array, known: Mask) -> Array:
    return unless(~known, values)


def _rounds(block: Block) -> Array:
    counts = single(np.diff(block.o.deals.starts))[None, :]
    return unless(counts == 0, np.log1p(counts))


def _raises(block: Block) -> Array:
    counts = block.o.deals.rounds[None, :]
    return unless(counts == 0, np.log1p(counts))


def _breadth(block: Block) -> Array:
    counted = np.float32(np.diff(block.o.tags.starts))
    return unless(counted == 0, np.log1p(counted))[None, :]


def _core(block: Block) -> Array:
    return unless(~(block.s.acquires_core > 0)[:, None], block.o.acquires_core)


def _fresh(block: Block, changed: Array) -> Array:
    return single(np.exp(-np.maximum(block.all.month - changed, 0) / np.float32(12)))


SIGNALS: dict[str, Callable[[Block], Array]] = {
    "sector_fit": partial(cover, name="sectors"),
    "technology_fit": partial(cover, name="technologies"),
    "segment_fit": partial(cover, name="segments"),
    "subject_likeness": likeness,
    "record_subject": partial(record_subject, kind="mean"),
    "record_nearest": partial(record_subject, kind="nearest"),
    "record_recent_subject": partial(record_subject, kind="recent"),
    "same_country": partial(same, name="country"),
    "same_city": partial(same, name="city"),
    "target_market": target_market,
    "wanted_market": partial(in_their, name="markets"),
    "certified": partial(in_their, name="certified_markets"),
    "references": partial(in_their, name="served_markets"),
    "language": partial(any_shared, name="languages"),
    "stage_fit": partial(any_shared, name="stages"),
    "record_country": lambda block: share(block, "country", block.o.country, 2),
    "record_city": lambda block: share(block, "city", block.o.city, 2),
    "record_stage": lambda block: share(block, "stage", block.all.stage, 1),
    "record_recent_city": lambda block: lately(block, block.s.deals.city, block.o.city),
    "ticket_fit": ticket,
    "size_record": size_record,
    "size_share": size_share,
    "amount_sought": lambda block: (block.all.amount / np.float32(np.log(10)))[None, :],
    "record_country_subject": lambda block: both(block, block.country),
    "record_city_subject": lambda block: both(block, block.city),
    "record_alike": lambda block: all_alike(block, np.log1p(block.total(block.like_this))),
    "record_alike_best": lambda block: all_alike(block, block.most(block.like_this)),
    "record_alike_anywhere": lambda block: all_alike(
        block, np.log1p(block.total(block.worth * block.alike)), country=False
    ),
    "record_alike_any_subject": lambda block: all_alike(
        block, np.log1p(block.total(block.worth * block.place)), subject=False
    ),
    "activity_three_years": lambda block: _column(np.log1p(block.total(single(block.age < 36))), block.count > 0),
    "subject_offered_share": lambda block: subject_share(block, block.all.tag_shares, sought=False),
    "subject_sought_share": lambda block: subject_share(block, block.all.tag_signs, sought=True),
    "record_like": record_like,
    "record_covered": lambda block: portfolio(block, single(block.portfolio > 0) @ block.all.tag_shares),
    "record_profile": record_profile,
    "record_recent_country": lambda block: lately(block, block.s.deals.country, block.o.country),
    "record_recent_stage": lambda block: lately(block, block.s.deals.stage, block.all.stage),
    "country_lift": lambda block: lift(block, "country", block.o.country_share),
    "city_lift": lambda block: lift(block, "city", block.o.city_share),
    "home_share": home_share,
    "home_habit": home_habit,
    "countries": countries,
    "record_stage_near": partial(steps, kind="near"),
    "stage_distance": partial(steps, kind="distance"),
    "round_stage": lambda block: block.o.step[None, :],
    "size_rank": size_rank,
    "usual_size": partial(usual, spread=False),
    "size_spread": partial(usual, spread=True),
    "first_affinity": partial(firsts, kind=False),
    "record_round_kind": partial(firsts, kind=True),
    "offer_age": lambda block: np.log1p(np.maximum(block.all.month // 12 - block.o.founded, 0))[None, :],
    "offer_breadth": _breadth,
    "offer_backed": lambda block: block.o.backed[None, :],
    "offer_raises": _raises,
    "offer_last_round": lambda block: np.log1p(np.maximum(block.all.month - block.o.last_round, 0))[None, :],
    "round_growth": lambda block: np.clip((block.all.amount - block.o.last_amount) / TEN, -3, 3)[None, :],
    "subject_demand": lambda block: through(
        block, block.all.seeker_tags[block.first : block.last], block.s.customs[0].demand
    ),
    "record_kin": lambda block: through(block, block.portfolio, block.s.customs[0].kin),
    "country_flow": partial(flow, name="country"),
    "city_flow": partial(flow, name="city"),
    "activity": lambda block: _column(np.log1p(block.total(single(block.age < 12))), block.count > 0),
    "experience": lambda block: _column(np.log1p(block.count), block.count > 0),
    "last_deal": lambda block: _column(
        np.log1p(-18 * np.log2(np.maximum(block.most(block.recency), 1e-6))), block.count > 0
    ),
    "offer_rounds": _rounds,
    "co_investors": partial(network, kind="often"),
    "co_investor_share": partial(network, kind="share"),
    "holder_ties": partial(network, kind="ties"),
    "co_neighbours": partial(network, kind="neighbours"),
    "holder_at_home": partial(network, kind="at_home"),
    "holder_size": holder_size,
    "known_sellers": partial(network, kind="sellers"),
    "text_likeness": text,
    "core_technology": _core,
    "offer_declared": lambda block: single(block.o.declared)[None, :],
    "seeker_declared": lambda block: single(block.s.declared)[:, None],
    "offer_fresh": lambda block: _fresh(block, block.o.changed)[None, :],
    "seeker_fresh": lambda block: _fresh(block, block.s.changed)[:, None],
    "offer_verified": lambda block: block.o.trust[None, :],
    "seeker_exposed": lambda block: block.s.exposure[:, None],
    "small_firm": lambda block: single(block.o.small)[None, :],
}
