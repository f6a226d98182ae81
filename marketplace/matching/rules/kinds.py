"""Offers alike in what a signal or criterion reads: it is worked out once for each kind, not for each offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from marketplace.matching.rules.arrays import Bags
from marketplace.matching.rules.deals import Deals
from marketplace.matching.rules.joining import taken
from marketplace.matching.rules.sides import Side

Places = NDArray[np.intp]
Fields = tuple[str, ...]
FEW = 64  # among fewer offers kinds are not worth looking for
WORTH = 3  # so many offers of each kind, on average, or none are made

HOME: Fields = ("country", "country_share")
TOWN: Fields = ("city", "city_share")
ROUND: Fields = ("stages", "step")
AMOUNT: Fields = ("low", "high")
ITSELF: Fields = ("acquires_core", "backed", "changed", "declared", "founded", "small", "trust")
SUBJECTS: Fields = ("tags",)
HOLDERS: Fields = ("friends", "holder_homes", "holder_size", "holders", "near", "siblings")
NOTHING: Fields = ()

# What a signal reads of offers; a signal that is not here may read everything.
READ_BY_SIGNALS: dict[str, Fields] = {
    "sector_fit": ("sectors",),
    "technology_fit": ("technologies",),
    "segment_fit": ("segments",),
    "wanted_market": ("markets", "worldwide"),
    "language": ("languages",),
    "certified": ("certified_markets",),
    "references": ("served_markets",),
    "record_alike_any_subject": ("city", "country", "high", "low", "stages"),
    "offer_rounds": ("deals",),
    "offer_raises": ("deals",),
    "offer_last_round": ("deals",),
    "offer_breadth": SUBJECTS,
    **dict.fromkeys(("subject_likeness", "subject_offered_share", "subject_sought_share"), SUBJECTS),
    **dict.fromkeys(("subject_demand", "record_kin"), SUBJECTS),
    **dict.fromkeys(("record_subject", "record_nearest", "record_recent_subject", "record_like"), SUBJECTS),
    **dict.fromkeys(("record_covered", "record_profile"), SUBJECTS),
    **dict.fromkeys(("same_country", "target_market", "record_country", "record_recent_country"), HOME),
    **dict.fromkeys(("country_lift", "country_flow", "home_habit"), HOME),
    **dict.fromkeys(("same_city", "record_city", "record_recent_city", "city_lift", "city_flow"), TOWN),
    **dict.fromkeys(("stage_fit", "record_stage", "record_recent_stage"), ROUND),
    **dict.fromkeys(("round_stage", "stage_distance", "record_stage_near"), ROUND),
    **dict.fromkeys(("ticket_fit", "size_record", "size_share", "size_rank", "amount_sought"), AMOUNT),
    **dict.fromkeys(("core_technology", "offer_declared", "offer_fresh", "offer_verified", "small_firm"), ITSELF),
    **dict.fromkeys(("offer_age", "offer_backed", "record_round_kind"), ITSELF),
    **dict.fromkeys(("co_investors", "co_investor_share", "holder_ties", "co_neighbours"), HOLDERS),
    **dict.fromkeys(("holder_at_home", "holder_size", "known_sellers"), HOLDERS),
    **dict.fromkeys(("activity", "activity_three_years", "experience", "last_deal"), NOTHING),
    **dict.fromkeys(("home_share", "countries", "usual_size", "size_spread", "first_affinity"), NOTHING),
    **dict.fromkeys(("seeker_declared", "seeker_fresh", "seeker_exposed"), NOTHING),
}
# The same for criteria.
READ_BY_CRITERIA: dict[str, Fields] = {
    "same_group": ("group",),
    "instrument": ("instruments",),
    "subject": ("subjects",),
    "excluded_subject": ("excluded_tags", "subjects"),
    "excluded_country": ("country", "excluded_countries"),
    "direction": ("abroad", "directions"),
    "ticket": AMOUNT,
    "price": AMOUNT,
}


def read_by_both(first: str, second: str) -> Fields | None:
    """What two signals read of offers together; None where one may read everything."""
    ours, theirs = READ_BY_SIGNALS.get(first), READ_BY_SIGNALS.get(second)
    return None if ours is None or theirs is None else tuple(sorted({*ours, *theirs}))


@dataclass(frozen=True, eq=False)
class Kinds:
    """The first row of each kind, the same rows as a side of their own, and the kind of every row."""

    first: Places
    rows: Side
    of: Places


_found: WeakKeyDictionary[Side, dict[Fields, Kinds | None]] = WeakKeyDictionary()


def kinds(side: Side, fields: Fields) -> Kinds | None:
    """The kinds of rows by some fields; None where there are hardly fewer than rows. Remembered with the side."""
    found = _found.setdefault(side, {})
    if fields not in found:
        found[fields] = _kinds(side, fields) if len(side) >= FEW else None
    return found[fields]


def _kinds(side: Side, fields: Fields) -> Kinds | None:
    of = np.zeros(len(side), np.intp)
    for name in fields:
        numbers = _numbered(getattr(side, name))
        of = np.unique(of * (int(numbers.max()) + 1) + numbers, return_inverse=True)[1]
        if (int(of.max()) + 1) * WORTH > len(side):
            return None
    first = np.unique(of, return_index=True)[1]
    return Kinds(first, taken(side, first), of)


def _numbered(values: Any) -> Places:
    """A number for each row, the same for rows that hold the same."""
    if isinstance(values, Deals):
        return _apart(values.starts)
    if isinstance(values, Bags):
        ends = values.starts.tolist()
        rows = [(values.codes[a:b].tobytes(), values.weights[a:b].tobytes()) for a, b in pairwise(ends)]
        return _by_content(rows)
    if values.ndim > 1:
        return _by_content([row.tobytes() for row in np.packbits(values, axis=1)])
    return np.asarray(np.unique(values, return_inverse=True)[1], np.intp)


def _by_content(rows: Sequence[object]) -> Places:
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(row, len(numbers)) for row in rows], np.intp)


def _apart(starts: NDArray[np.int64]) -> Places:
    """All rows that own nothing are alike, every other is by itself."""
    filled = np.diff(starts) > 0
    return np.asarray(np.where(filled, np.cumsum(filled), 0), np.intp)
