"""The count rule: whether a verified deal fills one of the 25 places, and why or why not, condition by condition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.deals.rules.guards import COMPLETION_EVENTS
from marketplace.deals.rules.parameters import CountParameters
from marketplace.deals.rules.standing import (
    Answer,
    PartyAtSigning,
    best,
    home_keys,
    international,
    vietnamese_dte,
)
from marketplace.foundation.money import Money, usd_value

RULE_VERSION = "1"
ACQUISITION = "merger_acquisition"


class Verdict(StrEnum):
    """What the rule says about a deal."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    PENDING_RATE = "pending_rate"
    REVIEW = "review"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class OtherDeal:
    """A deal that holds a place already, or waits for one, as far as telling twins apart needs it."""

    id: str
    type: str
    signed_on: date
    parties: tuple[PartyAtSigning, ...]


@dataclass(frozen=True, slots=True)
class CountInput:
    """All that the rule looks at; `usd_per_unit` is the rate recorded for the signing date."""

    type: str
    parties: tuple[PartyAtSigning, ...]
    agreed: Money | None
    usd_per_unit: Decimal | None
    signed_on: date | None
    completion_event: str | None
    completed_on: date | None
    verified: bool
    stake_basis_points: int | None = None
    others: tuple[OtherDeal, ...] = ()
    told_apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the rule, its answer and a code that says why."""

    code: str
    answer: Answer
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The rule's answer with everything needed to explain it."""

    verdict: Verdict
    rule_version: str
    parameters_version: str
    conditions: tuple[Condition, ...]
    usd: Decimal | None
    twins: tuple[str, ...]


def value_in_usd(deal: CountInput) -> Decimal | None:
    """The exact, unrounded value in US dollars; None without an amount or a recorded rate."""
    if deal.agreed is None or deal.usd_per_unit is None:
        return None
    return usd_value(deal.agreed, deal.usd_per_unit)


def same_deal(deal: CountInput, other: OtherDeal) -> bool:
    """Same corporate groups on both sides, same type, same signing date: certainly one deal."""
    keys = {party.key for party in deal.parties}
    return (
        other.type == deal.type and other.signed_on == deal.signed_on and keys == {party.key for party in other.parties}
    )


def perhaps_same_deal(deal: CountInput, other: OtherDeal, parameters: CountParameters) -> bool:
    """Near enough that a person must look: tranches, joint investors, one party under another name."""
    if deal.signed_on is None or other.type != deal.type:
        return False
    if not home_keys(deal.parties) & home_keys(other.parties):
        return False
    days = abs((other.signed_on - deal.signed_on).days)
    if days == 0:
        return True
    return days <= parameters.near_days and _may_share_foreign_party(deal.parties, other.parties)


def _may_share_foreign_party(ours: tuple[PartyAtSigning, ...], theirs: tuple[PartyAtSigning, ...]) -> bool:
    mine = {party.key for party in ours} - home_keys(ours)
    other = {party.key for party in theirs} - home_keys(theirs)
    unregistered = any(not party.registered for party in ours + theirs)
    return bool(mine & other) or unregistered


def decide(deal: CountInput, parameters: CountParameters) -> Decision:
    """Apply the rule. Pure: the same input and parameters give the same decision for ever."""
    conditions = tuple(Condition(code, *check(deal, parameters)) for code, check in CONDITIONS)
    twins = tuple(
        other.id
        for other in deal.others
        if same_deal(deal, other) or (other.id not in deal.told_apart and perhaps_same_deal(deal, other, parameters))
    )
    return Decision(
        verdict=_verdict(conditions),
        rule_version=RULE_VERSION,
        parameters_version=parameters.version,
        conditions=conditions,
        usd=value_in_usd(deal),
        twins=twins,
    )


def _verdict(conditions: tuple[Condition, ...]) -> Verdict:
    answers = {condition.code: condition.answer for condition in conditions}
    if "no" in answers.values():
        return Verdict.NOT_COUNTED
    unknown = [code for code, answer in answers.items() if answer == "unknown"]
    if not unknown:
        return Verdict.COUNTED
    return Verdict.PENDING_RATE if unknown == ["value"] else Verdict.REVIEW


Result = tuple[Answer, str]


def _verified(deal: CountInput, _parameters: CountParameters) -> Result:
    return ("yes", "two_officers") if deal.verified else ("no", "not_verified")


def _type(deal: CountInput, parameters: CountParameters) -> Result:
    if deal.type not in parameters.types:
        return "no", "type_does_not_count"
    stake = deal.stake_basis_points
    if deal.type == ACQUISITION and stake is not None and stake < parameters.minimum_stake_basis_points:
        return "no", "stake_too_small"
    return "yes", "type_counts"


def _vietnamese(deal: CountInput, _parameters: CountParameters) -> Result:
    answer = best([vietnamese_dte(party) for party in deal.parties])
    return answer, f"vietnamese_{answer}"


def _international(deal: CountInput, _parameters: CountParameters) -> Result:
    keys = home_keys(deal.parties)
    answer = best([international(party, keys) for party in deal.parties])
    return answer, f"international_{answer}"


def _completed(deal: CountInput, _parameters: CountParameters) -> Result:
    if deal.completion_event is None or deal.completed_on is None or deal.signed_on is None:
        return "no", "not_completed"
    if deal.completion_event != COMPLETION_EVENTS.get(deal.type):
        return "no", "other_event"
    if deal.completed_on < deal.signed_on:
        return "no", "completed_before_signing"
    return "yes", "completed"


def _in_period(deal: CountInput, parameters: CountParameters) -> Result:
    if deal.completed_on is None:
        return "no", "not_completed"
    if deal.completed_on < parameters.period_start:
        return "no", "before_period"
    if deal.completed_on > parameters.period_end:
        return "no", "after_period"
    return "yes", "in_period"


def _value(deal: CountInput, parameters: CountParameters) -> Result:
    if deal.agreed is None:
        return "no", "no_value"
    usd = value_in_usd(deal)
    if usd is None:
        return "unknown", "rate_missing"
    return ("yes", "large_enough") if usd >= parameters.minimum_usd else ("no", "too_small")


def _once(deal: CountInput, parameters: CountParameters) -> Result:
    if any(same_deal(deal, other) for other in deal.others):
        return "no", "already_counted"
    near = (perhaps_same_deal(deal, other, parameters) for other in deal.others if other.id not in deal.told_apart)
    return ("unknown", "perhaps_counted") if any(near) else ("yes", "counted_once")


CONDITIONS: tuple[tuple[str, Callable[[CountInput, CountParameters], Result]], ...] = (
    ("verified", _verified),
    ("type", _type),
    ("vietnamese_party", _vietnamese),
    ("international_party", _international),
    ("completed", _completed),
    ("in_period", _in_period),
    ("value", _value),
    ("once", _once),
)
