"""The words for kinds, criteria, classes of privacy and problems."""

from collections.abc import Mapping
from typing import Any

from marketplace.foundation.i18n import lazy
from marketplace.mandates.rules import MandateKind, Privacy, Problem

KIND_LABELS: Mapping[MandateKind, Any] = {
    MandateKind.INVEST: lazy("Invest"),
    MandateKind.ACQUIRE: lazy("Acquire a company"),
    MandateKind.RAISE: lazy("Raise capital"),
    MandateKind.SALE: lazy("Sell the company or a part of it"),
    MandateKind.JOINT_VENTURE: lazy("Form a joint venture"),
    MandateKind.PARTNERSHIP: lazy("Find a strategic partner"),
}
KIND_HINTS: Mapping[MandateKind, Any] = {
    MandateKind.INVEST: lazy("You put money into companies and say which ones you look for."),
    MandateKind.ACQUIRE: lazy("You want to buy a company, shares or technology, at home or abroad."),
    MandateKind.RAISE: lazy("You look for investors and say how much you need and for what."),
    MandateKind.SALE: lazy("You look for a buyer of your company, of shares or of assets."),
    MandateKind.JOINT_VENTURE: lazy("You look for a party to found a company with."),
    MandateKind.PARTNERSHIP: lazy("You look for long-term co-operation by contract, without buying shares."),
}
CRITERION_LABELS: Mapping[str, Any] = {
    "kind": lazy("That this mandate exists"),
    "title": lazy("Title"),
    "thesis": lazy("What you look for, in your own words"),
    "ticket": lazy("Size of one investment"),
    "amount_sought": lazy("Amount sought"),
    "stages": lazy("Stages"),
    "instruments": lazy("Instruments"),
    "sectors": lazy("Application sectors"),
    "technologies": lazy("Technologies"),
    "markets": lazy("Target markets"),
    "directions": lazy("Direction"),
    "excluded_sectors": lazy("Sectors you exclude"),
    "excluded_technologies": lazy("Technologies you exclude"),
    "excluded_countries": lazy("Countries you exclude"),
    "use_of_funds": lazy("Use of funds"),
    "existing_investors": lazy("Existing investors"),
}
PRIVACY_LABELS: Mapping[Privacy, Any] = {
    Privacy.PRIVATE: lazy("Only your organisation"),
    Privacy.SHARED: lazy("Possible counterparts, amounts only roughly"),
    Privacy.PUBLIC: lazy("Everybody"),
}
PROBLEM_WORDS: Mapping[Problem, Any] = {
    Problem.TITLE_MISSING: lazy("Give the mandate a title in Vietnamese or in English."),
    Problem.TOO_LONG: lazy("This text is too long. Shorten it."),
    Problem.TOO_MANY: lazy("There are too many names here. Keep the most important 50."),
    Problem.NOT_OF_KIND: lazy("This does not apply to this kind of mandate. Leave it empty."),
    Problem.TICKET_EMPTY: lazy("Enter the smallest or the largest amount, or leave both and the range empty."),
    Problem.TICKET_REVERSED: lazy("The smallest amount is above the largest. Swap or correct them."),
    Problem.NOT_POSITIVE: lazy("Enter an amount above zero."),
    Problem.WANTED_AND_EXCLUDED: lazy("The same entry is both wanted and excluded. Remove it from one of the lists."),
    Problem.UNKNOWN_CRITERION: lazy("This criterion is not known. Open the form again."),
}
AMOUNT_WORDS: Mapping[str, Any] = {
    "ambiguous_number": lazy("This amount has two readings. Enter it without separators, for example 25000000."),
    "negative_number": lazy("Enter an amount that is not negative."),
    "too_many_decimals": lazy("This currency has fewer decimals. Enter the amount without them."),
    "too_large": lazy("This amount is larger than can be kept. Check the number of zeros."),
    "other_currency": lazy("The amount names another currency than the one chosen. Make them the same."),
    "unknown_unit": lazy("Write the unit as thousand, million or billion, or enter all digits."),
}
AMOUNT_UNREADABLE = lazy("Enter the amount in digits, for example 25000000.")
