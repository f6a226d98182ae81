"""Signals about geography: country, city, target markets, language, certificates and references in a market."""

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Codes, Flags, Floats, marked, shared
from marketplace.matching.rules.pairs import Pairs, equal
from marketplace.matching.rules.sector import PULL

ENOUGH_MARKETS = np.float32(3)
LEAST_LIFT, MOST_LIFT = -3.0, 5.0


def same_country(pairs: Pairs) -> Floats:
    """Both at home in one country."""
    seekers, offers = pairs.seekers.country, pairs.offers.country
    return pairs.unless(_unknown(seekers) | _unknown(offers).T, equal(seekers, offers).astype(np.float32))


def same_city(pairs: Pairs) -> Floats:
    """Both at home in one city."""
    seekers, offers = pairs.seekers.city, pairs.offers.city
    return pairs.unless(_unknown(seekers) | _unknown(offers).T, equal(seekers, offers).astype(np.float32))


def target_market(pairs: Pairs) -> Floats:
    """The offer's country is one that the seeker names as a target."""
    markets, country = pairs.seekers.markets, pairs.offers.country
    named = ~marked(markets)[:, None]
    anywhere = pairs.seekers.worldwide[:, None]
    return pairs.unless(named | _unknown(country).T, np.maximum(_holds(markets, country), anywhere))


def wanted_market(pairs: Pairs) -> Floats:
    """The seeker's country is a market that the offer's side wants to reach."""
    markets, country = pairs.offers.markets, pairs.seekers.country
    anywhere = pairs.offers.worldwide[None, :]
    return pairs.unless(_unknown(country) | ~marked(markets)[None, :], np.maximum(_holds(markets, country).T, anywhere))


def language(pairs: Pairs) -> Floats:
    """There is content or staff in a language of the other side."""
    ours, theirs = pairs.seekers.languages, pairs.offers.languages
    unknown = ~marked(ours)[:, None] | ~marked(theirs)[None, :]
    return pairs.unless(unknown, (shared(ours, theirs) > 0).astype(np.float32))


def certified(pairs: Pairs) -> Floats:
    """A certificate of the offer is valid in the seeker's market."""
    markets = pairs.offers.certified_markets
    unknown = ~marked(markets)[None, :] | _unknown(pairs.seekers.country)
    return pairs.unless(unknown, _holds(markets, pairs.seekers.country).T)


def references(pairs: Pairs) -> Floats:
    """The offer already has revenue from the seeker's market."""
    markets = pairs.offers.served_markets
    unknown = ~marked(markets)[None, :] | _unknown(pairs.seekers.country)
    return pairs.unless(unknown, _holds(markets, pairs.seekers.country).T)


def protected(pairs: Pairs) -> Floats:
    """A right to the offer's intellectual property is valid in the seeker's market."""
    markets = pairs.offers.protected_markets
    unknown = ~marked(markets)[None, :] | _unknown(pairs.seekers.country)
    return pairs.unless(unknown, _holds(markets, pairs.seekers.country).T)


def presence(pairs: Pairs) -> Floats:
    """The offer is present, by revenue or certificates, in a market abroad that the seeker names as a target."""
    offers, wanted = pairs.offers, pairs.seekers.markets
    there = _abroad(offers.served_markets | offers.certified_markets | offers.protected_markets, offers.country)
    unknown = ~marked(wanted)[:, None] | ~marked(there)[None, :]
    return pairs.unless(unknown, (shared(wanted, there) > 0) | pairs.seekers.worldwide[:, None])


def market_entry(pairs: Pairs) -> Floats:
    """In how many markets that the offer wants to reach the seeker has revenue or has made deals: three are enough."""
    seekers, wanted = pairs.seekers, pairs.offers.markets
    there = _abroad(seekers.served_markets | seekers.dealt_markets, seekers.country)
    unknown = ~marked(there)[:, None] | ~marked(wanted)[None, :]
    met = np.where(pairs.offers.worldwide[None, :], there.sum(1, dtype=np.float32)[:, None], shared(there, wanted))
    return pairs.unless(unknown, np.asarray(np.minimum(met / ENOUGH_MARKETS, 1), np.float32))


def home_reference(pairs: Pairs) -> Floats:
    """The offer has revenue at home: somebody who knows it pays for it."""
    offers = pairs.offers
    at_home = offers.served_markets[np.arange(len(offers)), offers.country]
    unknown = ~marked(offers.served_markets) | (offers.country == UNKNOWN)
    return pairs.unless(unknown[None, :], at_home[None, :])


def record_country(pairs: Pairs) -> Floats:
    """Share of past deals in the offer's country."""
    share = pairs.share(pairs.deal_country, pairs.seekers.deals.country != UNKNOWN, PULL)
    return pairs.unless(_unknown(pairs.offers.country).T, share)


def record_city(pairs: Pairs) -> Floats:
    """Share of past deals in the offer's city."""
    share = pairs.share(pairs.deal_city, pairs.seekers.deals.city != UNKNOWN, PULL)
    return pairs.unless(_unknown(pairs.offers.city).T, share)


def record_recent_city(pairs: Pairs) -> Floats:
    """How much, lately, in the offer's city (logarithm of a count fading with time)."""
    known = pairs.total((pairs.seekers.deals.city != UNKNOWN)[:, None]) > 0
    amount = np.log1p(pairs.total(pairs.deal_city * pairs.recency[:, None]))
    return pairs.unless(~known | _unknown(pairs.offers.city).T, amount)


def record_recent_country(pairs: Pairs) -> Floats:
    """How much, lately, in the offer's country (logarithm of a count fading with time)."""
    known = pairs.total((pairs.seekers.deals.country != UNKNOWN)[:, None]) > 0
    amount = np.log1p(pairs.total(pairs.deal_country * pairs.recency[:, None]))
    return pairs.unless(~known | _unknown(pairs.offers.country).T, amount)


def country_lift(pairs: Pairs) -> Floats:
    """How many times more of the seeker's deals than of everybody's lie in the offer's country (logarithm)."""
    known = pairs.seekers.deals.country != UNKNOWN
    return _lift(pairs, pairs.deal_country, known, pairs.offers.country_share)


def city_lift(pairs: Pairs) -> Floats:
    """How many times more of the seeker's deals than of everybody's lie in the offer's city (logarithm)."""
    return _lift(pairs, pairs.deal_city, pairs.seekers.deals.city != UNKNOWN, pairs.offers.city_share)


def _lift(pairs: Pairs, hits: Flags, known: Flags, usual: Floats) -> Floats:
    """Drawn to 0, the usual share, where the seeker has few deals; NaN where nobody has a deal to compare with."""
    counted = pairs.total(known[:, None])
    expected = usual[None, :]
    share = (pairs.total(hits) + np.float32(PULL) * expected) / (counted + np.float32(PULL))
    lift = np.clip(np.log(share / expected), LEAST_LIFT, MOST_LIFT)
    return pairs.unless(counted == 0, lift)


def _abroad(markets: Flags, country: Codes) -> Flags:
    """The markets of each row without its own country."""
    away = markets.copy()
    away[np.arange(len(country)), country] &= country == UNKNOWN
    return away


def _unknown(codes: Codes) -> Flags:
    return np.asarray(codes == UNKNOWN)[:, None]


def _holds(rows: Flags, codes: Codes) -> Floats:
    """1 where a row of the left marks the code of the right, every row with every code; an unknown code gives 0."""
    held: Floats = (rows[:, codes] & (codes != UNKNOWN)[None, :]).astype(np.float32)
    return held
