"""The counted deals, each by what public breakdowns are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.deals.queries.counting import at_signing, places
from marketplace.deals.queries.deals import parties_by_deal
from marketplace.deals.rules.standing import control, home_keys
from marketplace.foundation.row_security import across_audiences


@dataclass(frozen=True, slots=True)
class CountedDeal:
    """One counted deal: when it filled its place, its Vietnamese side, its foreign side, where that is controlled.

    Never for a page: `reporting.rules` makes numbers of it that point to nobody.
    """

    deal_id: str
    filled_at: datetime
    home: frozenset[str]
    organisation_ids: tuple[str, ...]
    abroad: frozenset[str]
    country: str | None


@across_audiences("the count is broken down over every counted deal; a line of fewer than five companies is not shown")
def counted_deals() -> Sequence[CountedDeal]:
    """Every deal that fills a place, in the order in which the places were filled."""
    filled = places()
    parties = parties_by_deal(row.id for _place, row in filled)
    found = []
    for place, row in filled:
        standing = [(party, at_signing(party)) for party in parties.get(row.id, [])]
        ours = home_keys(tuple(each for _party, each in standing))
        others = [each for _party, each in standing if each.key not in ours]
        found.append(
            CountedDeal(
                deal_id=row.id,
                filled_at=place.filled_at,
                home=ours,
                organisation_ids=tuple(
                    party.organisation_id
                    for party, each in standing
                    if each.key in ours and party.organisation_id is not None
                ),
                abroad=frozenset(each.key for each in others),
                country=next((code for each in others if (code := control(each)) and code != "VN"), None),
            )
        )
    return found
