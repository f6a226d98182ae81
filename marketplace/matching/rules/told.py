"""Which fields of the two sides each topic is made of: a sentence about a topic may name these and no others."""

from collections.abc import Mapping
from typing import NamedTuple

from marketplace.matching.rules.signals import Topic

Names = tuple[str, ...]


class Fields(NamedTuple):
    """Fields of a seat, of the seeking and of the offering side."""

    seeker: Names = ()
    offer: Names = ()


_SUBJECTS: Names = ("sectors", "technologies", "segments")
_PLACE: Names = ("country", "city")
_AMOUNT: Names = ("low", "high")
_THERE: Names = ("served_markets", "certified_markets", "protected_markets")

FIELDS: Mapping[Topic, Fields] = {
    Topic.SUBJECT: Fields(_SUBJECTS, _SUBJECTS),
    Topic.PAST_SUBJECT: Fields(("deals",), _SUBJECTS),
    Topic.HOME: Fields(_PLACE, _PLACE),
    Topic.TARGET_MARKET: Fields(("markets",), ("country",)),
    Topic.WANTED_MARKET: Fields(("country",), ("markets",)),
    Topic.LANGUAGE: Fields(("languages",), ("languages",)),
    Topic.CERTIFIED: Fields(("country",), ("certified_markets",)),
    Topic.REFERENCES: Fields(("country",), ("served_markets",)),
    Topic.PAST_PLACE: Fields(("deals",), _PLACE),
    Topic.STAGE: Fields(("stages",), ("stages",)),
    Topic.PAST_STAGE: Fields(("deals",), ("stages",)),
    Topic.TICKET: Fields(_AMOUNT, _AMOUNT),
    Topic.PAST_SIZE: Fields(("deals",), _AMOUNT),
    Topic.ROUND: Fields((), (*_AMOUNT, "stages", "deals")),
    Topic.PAST_ALIKE: Fields(("deals",), (*_SUBJECTS, *_PLACE, *_AMOUNT, "stages")),
    Topic.ACTIVITY: Fields(("deals",), ()),
    Topic.ROUNDS: Fields((), ("deals", "backed")),
    Topic.NETWORK: Fields(("deals", "holders", "name"), ("holders",)),
    Topic.TEXT: Fields(("words",), ("words",)),
    Topic.CORE_TECHNOLOGY: Fields(("acquires_core",), ("acquires_core",)),
    Topic.OFFER_DECLARED: Fields((), ("declared",)),
    Topic.SEEKER_DECLARED: Fields(("declared",), ()),
    Topic.OFFER_FRESH: Fields((), ("changed",)),
    Topic.SEEKER_FRESH: Fields(("changed",), ()),
    Topic.VERIFIED: Fields((), ("trust",)),
    Topic.EXPOSURE: Fields(),
    Topic.SMALL_FIRM: Fields((), ("facets",)),
    Topic.AGE: Fields((), ("founded",)),
    Topic.BREADTH: Fields((), _SUBJECTS),
    Topic.HABITS: Fields(("country", "deals"), ()),
    Topic.HOME_HABIT: Fields(("country", "deals"), ("country",)),
    Topic.ROUND_KIND: Fields(("deals",), ("backed",)),
    Topic.HOLDERS: Fields(("country", "deals"), ("holders",)),
    Topic.KNOWN_SELLERS: Fields(("deals", "whole"), ("holders", "name")),
    Topic.PEERS: Fields((*_PLACE, *_SUBJECTS, "deals"), (*_PLACE, *_SUBJECTS)),
    Topic.PROTECTED: Fields(("country",), ("protected_markets",)),
    Topic.PRESENCE: Fields(("markets",), (*_THERE, "country")),
    Topic.MARKET_ENTRY: Fields(("served_markets", "deals", "country"), ("markets",)),
    Topic.HOME_REFERENCE: Fields((), ("served_markets", "country")),
    Topic.DEAL_KIND: Fields(("instruments", "directions", "country"), ("instruments", "directions", "country")),
    Topic.DISTINGUISHED: Fields((), ("facets", "country")),
    Topic.CHAIN: Fields(("facets", *_SUBJECTS), ("facets", "country", *_SUBJECTS)),
    Topic.THESIS: Fields(("thesis",), ("words",)),
    Topic.MEANING: Fields(("meanings",), ("meanings",)),
    Topic.PROMISING: Fields((), ("facets", "country")),
    # Words that the reader typed, looked for in what everybody may read, and the reader's own answers.
    Topic.ASKED: Fields(),
    Topic.TAUGHT: Fields(),
}
