"""The table of named signals: adding one is one function and one line here, and a table in the weights."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from marketplace.matching.rules import (
    company,
    dealing,
    habits,
    money,
    network,
    peers,
    place,
    record,
    sector,
    stage,
    standing,
    text,
    trust,
)
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.pairs import Pairs


class About(StrEnum):
    """Whose wish a signal speaks for: the seeker's, the offering side's, or how far the data can be trusted."""

    SEEKER = "seeker"
    OFFER = "offer"
    BOTH = "both"
    TRUST = "trust"


class Topic(StrEnum):
    """What people would call several related signals together: one sentence each."""

    SUBJECT = "subject"
    PAST_SUBJECT = "past_subject"
    HOME = "home"
    TARGET_MARKET = "target_market"
    WANTED_MARKET = "wanted_market"
    LANGUAGE = "language"
    CERTIFIED = "certified"
    REFERENCES = "references"
    PAST_PLACE = "past_place"
    STAGE = "stage"
    PAST_STAGE = "past_stage"
    TICKET = "ticket"
    PAST_SIZE = "past_size"
    ROUND = "round"
    PAST_ALIKE = "past_alike"
    ACTIVITY = "activity"
    ROUNDS = "rounds"
    NETWORK = "network"
    TEXT = "text"
    CORE_TECHNOLOGY = "core_technology"
    OFFER_DECLARED = "offer_declared"
    SEEKER_DECLARED = "seeker_declared"
    OFFER_FRESH = "offer_fresh"
    SEEKER_FRESH = "seeker_fresh"
    VERIFIED = "verified"
    EXPOSURE = "exposure"
    SMALL_FIRM = "small_firm"
    AGE = "age"
    BREADTH = "breadth"
    HABITS = "habits"
    HOME_HABIT = "home_habit"
    ROUND_KIND = "round_kind"
    HOLDERS = "holders"
    KNOWN_SELLERS = "known_sellers"
    PEERS = "peers"
    PROTECTED = "protected"
    PRESENCE = "presence"
    MARKET_ENTRY = "market_entry"
    HOME_REFERENCE = "home_reference"
    DEAL_KIND = "deal_kind"
    DISTINGUISHED = "distinguished"
    CHAIN = "chain"
    THESIS = "thesis"
    MEANING = "meaning"
    PROMISING = "promising"
    ASKED = "asked"
    TAUGHT = "taught"


@dataclass(frozen=True, slots=True)
class Signal:
    """A code, the function that gives seekers x offers values (NaN for unknown), whose wish it is, and its topic."""

    code: str
    value: Callable[[Pairs], Floats]
    about: About
    topic: Topic


SIGNALS: tuple[Signal, ...] = (
    Signal("sector_fit", sector.sector_fit, About.SEEKER, Topic.SUBJECT),
    Signal("technology_fit", sector.technology_fit, About.SEEKER, Topic.SUBJECT),
    Signal("segment_fit", sector.segment_fit, About.SEEKER, Topic.SUBJECT),
    Signal("subject_likeness", sector.subject_likeness, About.BOTH, Topic.SUBJECT),
    Signal("record_subject", sector.record_subject, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("record_nearest", sector.record_nearest, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("record_recent_subject", sector.record_recent_subject, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("same_country", place.same_country, About.BOTH, Topic.HOME),
    Signal("same_city", place.same_city, About.BOTH, Topic.HOME),
    Signal("target_market", place.target_market, About.SEEKER, Topic.TARGET_MARKET),
    Signal("wanted_market", place.wanted_market, About.OFFER, Topic.WANTED_MARKET),
    Signal("language", place.language, About.BOTH, Topic.LANGUAGE),
    Signal("certified", place.certified, About.SEEKER, Topic.CERTIFIED),
    Signal("references", place.references, About.SEEKER, Topic.REFERENCES),
    Signal("record_country", place.record_country, About.SEEKER, Topic.PAST_PLACE),
    Signal("record_city", place.record_city, About.SEEKER, Topic.PAST_PLACE),
    Signal("record_recent_city", place.record_recent_city, About.SEEKER, Topic.PAST_PLACE),
    Signal("stage_fit", stage.stage_fit, About.SEEKER, Topic.STAGE),
    Signal("record_stage", stage.record_stage, About.SEEKER, Topic.PAST_STAGE),
    Signal("ticket_fit", money.ticket_fit, About.BOTH, Topic.TICKET),
    Signal("size_record", money.size_record, About.SEEKER, Topic.PAST_SIZE),
    Signal("size_share", money.size_share, About.SEEKER, Topic.PAST_SIZE),
    Signal("amount_sought", money.amount_sought, About.OFFER, Topic.ROUND),
    Signal("record_country_subject", record.record_country_subject, About.SEEKER, Topic.PAST_ALIKE),
    Signal("record_city_subject", record.record_city_subject, About.SEEKER, Topic.PAST_ALIKE),
    Signal("record_alike", record.record_alike, About.SEEKER, Topic.PAST_ALIKE),
    Signal("activity", record.activity, About.OFFER, Topic.ACTIVITY),
    Signal("experience", record.experience, About.OFFER, Topic.ACTIVITY),
    Signal("last_deal", record.last_deal, About.OFFER, Topic.ACTIVITY),
    Signal("offer_rounds", record.offer_rounds, About.SEEKER, Topic.ROUNDS),
    Signal("co_investors", network.co_investors, About.OFFER, Topic.NETWORK),
    Signal("text_likeness", text.text_likeness, About.BOTH, Topic.TEXT),
    Signal("core_technology", trust.core_technology, About.SEEKER, Topic.CORE_TECHNOLOGY),
    Signal("offer_declared", trust.offer_declared, About.OFFER, Topic.OFFER_DECLARED),
    Signal("seeker_declared", trust.seeker_declared, About.OFFER, Topic.SEEKER_DECLARED),
    Signal("offer_fresh", trust.offer_fresh, About.TRUST, Topic.OFFER_FRESH),
    Signal("seeker_fresh", trust.seeker_fresh, About.TRUST, Topic.SEEKER_FRESH),
    Signal("offer_verified", trust.offer_verified, About.TRUST, Topic.VERIFIED),
    Signal("seeker_exposed", trust.seeker_exposed, About.TRUST, Topic.EXPOSURE),
    Signal("small_firm", trust.small_firm, About.TRUST, Topic.SMALL_FIRM),
    Signal("subject_offered_share", sector.subject_offered_share, About.SEEKER, Topic.SUBJECT),
    Signal("subject_sought_share", sector.subject_sought_share, About.SEEKER, Topic.SUBJECT),
    Signal("record_like", sector.record_like, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("record_covered", sector.record_covered, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("record_profile", sector.record_profile, About.SEEKER, Topic.PAST_SUBJECT),
    Signal("record_recent_country", place.record_recent_country, About.SEEKER, Topic.PAST_PLACE),
    Signal("country_lift", place.country_lift, About.SEEKER, Topic.PAST_PLACE),
    Signal("city_lift", place.city_lift, About.SEEKER, Topic.PAST_PLACE),
    Signal("home_share", habits.home_share, About.OFFER, Topic.HABITS),
    Signal("home_habit", habits.home_habit, About.SEEKER, Topic.HOME_HABIT),
    Signal("countries", habits.countries, About.OFFER, Topic.HABITS),
    Signal("record_recent_stage", stage.record_recent_stage, About.SEEKER, Topic.PAST_STAGE),
    Signal("record_stage_near", stage.record_stage_near, About.SEEKER, Topic.PAST_STAGE),
    Signal("stage_distance", stage.stage_distance, About.SEEKER, Topic.PAST_STAGE),
    Signal("round_stage", stage.round_stage, About.OFFER, Topic.ROUND),
    Signal("size_rank", money.size_rank, About.SEEKER, Topic.PAST_SIZE),
    Signal("usual_size", habits.usual_size, About.OFFER, Topic.HABITS),
    Signal("size_spread", habits.size_spread, About.OFFER, Topic.HABITS),
    Signal("record_alike_best", record.record_alike_best, About.SEEKER, Topic.PAST_ALIKE),
    Signal("record_alike_anywhere", record.record_alike_anywhere, About.SEEKER, Topic.PAST_ALIKE),
    Signal("record_alike_any_subject", record.record_alike_any_subject, About.SEEKER, Topic.PAST_ALIKE),
    Signal("activity_three_years", record.activity_three_years, About.OFFER, Topic.ACTIVITY),
    Signal("first_affinity", habits.first_affinity, About.OFFER, Topic.HABITS),
    Signal("record_round_kind", habits.record_round_kind, About.SEEKER, Topic.ROUND_KIND),
    Signal("offer_age", company.offer_age, About.OFFER, Topic.AGE),
    Signal("offer_breadth", company.offer_breadth, About.OFFER, Topic.BREADTH),
    Signal("offer_backed", company.offer_backed, About.OFFER, Topic.ROUNDS),
    Signal("offer_raises", company.offer_raises, About.OFFER, Topic.ROUNDS),
    Signal("offer_last_round", company.offer_last_round, About.OFFER, Topic.ROUNDS),
    Signal("round_growth", company.round_growth, About.OFFER, Topic.ROUND),
    Signal("co_investor_share", network.co_investor_share, About.OFFER, Topic.NETWORK),
    Signal("holder_ties", network.holder_ties, About.OFFER, Topic.NETWORK),
    Signal("co_neighbours", network.co_neighbours, About.OFFER, Topic.NETWORK),
    Signal("holder_at_home", network.holder_at_home, About.OFFER, Topic.HOLDERS),
    Signal("holder_size", network.holder_size, About.SEEKER, Topic.HOLDERS),
    Signal("subject_demand", peers.subject_demand, About.SEEKER, Topic.PEERS),
    Signal("record_kin", peers.record_kin, About.SEEKER, Topic.PEERS),
    Signal("country_flow", peers.country_flow, About.SEEKER, Topic.PEERS),
    Signal("city_flow", peers.city_flow, About.SEEKER, Topic.PEERS),
    Signal("known_sellers", network.known_sellers, About.SEEKER, Topic.KNOWN_SELLERS),
    Signal("protected", place.protected, About.SEEKER, Topic.PROTECTED),
    Signal("presence", place.presence, About.SEEKER, Topic.PRESENCE),
    Signal("market_entry", place.market_entry, About.OFFER, Topic.MARKET_ENTRY),
    Signal("home_reference", place.home_reference, About.SEEKER, Topic.HOME_REFERENCE),
    Signal("deal_type_fit", dealing.deal_type_fit, About.BOTH, Topic.DEAL_KIND),
    Signal("direction_fit", dealing.direction_fit, About.BOTH, Topic.DEAL_KIND),
    Signal("large_deal", dealing.large_deal, About.OFFER, Topic.ROUND),
    Signal("distinguished", standing.distinguished, About.TRUST, Topic.DISTINGUISHED),
    Signal("chain_fit", standing.chain_fit, About.BOTH, Topic.CHAIN),
    Signal("thesis_likeness", text.thesis_likeness, About.SEEKER, Topic.THESIS),
    Signal("promising_firm", standing.promising_firm, About.TRUST, Topic.PROMISING),
    Signal("meaning_likeness", text.meaning_likeness, About.BOTH, Topic.MEANING),
)
CODES: tuple[str, ...] = tuple(signal.code for signal in SIGNALS)
