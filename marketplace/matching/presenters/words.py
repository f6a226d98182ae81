"""Words of a reader's pages: answers, what they teach, fields, rules of policy, and what a field is worth."""

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.matching.rules.answers import Answer
from marketplace.matching.rules.outcomes import Outcome

ANSWERS: Mapping[Answer, Any] = {
    Answer.MUST: lazy("Must meet"),
    Answer.YES: lazy("Would like to meet"),
    Answer.LATER: lazy("Not now"),
    Answer.NO: lazy("Never"),
}
STATES: Mapping[Outcome, Any] = {
    Outcome.ASKED: lazy("An introduction has been asked for"),
    Outcome.INTRODUCED: lazy("Introduced to each other"),
    Outcome.SECRECY: lazy("You have agreed to keep secrets"),
    Outcome.DEAL: lazy("You have a deal together"),
    Outcome.LOST: lazy("A deal between you came to nothing"),
}
ENDED: Mapping[Outcome, Any] = {
    Outcome.ASKED: lazy("A request for an introduction ended"),
    Outcome.INTRODUCED: lazy("An introduction ended"),
    Outcome.SECRECY: lazy("An introduction ended after you had agreed to keep secrets"),
    Outcome.DEAL: lazy("A deal between you came to nothing"),
}
TAUGHT = (lazy("Like those you said yes to"), lazy("Unlike those you said yes to, or like those you put off"))
TAUGHT_FIELDS: Mapping[str, Any] = {
    "taught_subject": lazy("subjects"),
    "taught_place": lazy("place"),
    "taught_stage": lazy("stage"),
    "taught_size": lazy("amount"),
    "taught_kind": lazy("kind of party"),
}
POLICIES: Mapping[str, Any] = {
    "small_firm": lazy("small firms stand a little higher"),
    "promising_firm": lazy("firms listed as promising stand a little higher"),
}
FIELDS: Mapping[str, Any] = {
    "sectors": lazy("sectors and technologies"),
    "technologies": lazy("sectors and technologies"),
    "segments": lazy("sectors and technologies"),
    "country": lazy("country"),
    "city": lazy("city"),
    "stages": lazy("stage"),
    "markets": lazy("target markets"),
    "languages": lazy("languages"),
    "certified_markets": lazy("certificates"),
    "served_markets": lazy("figures by market"),
    "trust": lazy("checked figures"),
    "low": lazy("amount"),
    "high": lazy("amount"),
    "deals": lazy("past deals"),
    "words": lazy("texts"),
    "declared": lazy("published mandate"),
    "changed": lazy("day of the last change"),
    "holders": lazy("present investors"),
    "name": lazy("name"),
    "whole": lazy("kind of mandate"),
    "acquires_core": lazy("technologies on the national list"),
    "facets": lazy("marks given by authorities"),
    "protected_markets": lazy("protected intellectual property"),
    "instruments": lazy("kind of deal"),
    "directions": lazy("direction"),
    "thesis": lazy("what is looked for, in words"),
    "founded": lazy("year founded"),
    "backed": lazy("earlier rounds"),
    "meanings": lazy("what the public texts mean"),
}
UNSAID: Mapping[tuple[str, bool], Any] = {
    ("ticket", True): lazy("If you told your range of amounts"),
    ("ticket", False): lazy("If it told its range of amounts"),
    ("amount", True): lazy("If you told the amount that you seek"),
    ("amount", False): lazy("If it told the amount that it seeks"),
    ("subjects", True): lazy("If you told your sectors and technologies"),
    ("subjects", False): lazy("If it told its sectors and technologies"),
    ("stages", True): lazy("If you told the stages that you look for"),
    ("stages", False): lazy("If it told the stages that it looks for"),
    ("stage", True): lazy("If you told your stage"),
    ("stage", False): lazy("If it told its stage"),
    ("target_markets", True): lazy("If you told your target countries"),
    ("target_markets", False): lazy("If it told its target countries"),
    ("past_deals", True): lazy("If you told your past deals"),
    ("past_deals", False): lazy("If it told its past deals"),
    ("wanted_markets", True): lazy("If you told the markets that you want to reach"),
    ("wanted_markets", False): lazy("If it told the markets that it wants to reach"),
    ("figures", True): lazy("If you told your figures"),
    ("figures", False): lazy("If it told its figures"),
    ("certificates", True): lazy("If you told your certificates, and where they are valid"),
    ("certificates", False): lazy("If it told its certificates, and where they are valid"),
    ("holders", True): lazy("If you told your present investors, or that there are none"),
    ("holders", False): lazy("If it told its present investors, or that there are none"),
    ("founded", True): lazy("If you told the year in which you were founded"),
    ("founded", False): lazy("If it told the year in which it was founded"),
    ("rights", True): lazy("If you told your rights to intellectual property, and where they are valid"),
    ("rights", False): lazy("If it told its rights to intellectual property, and where they are valid"),
}
