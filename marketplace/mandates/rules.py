"""What each kind of mandate holds, who may know it by default, coarse bands, and what cannot stand."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

LONGEST_TITLE = 200
LONGEST_TEXT = 5000
MOST_NAMES = 50
GLOBAL_MARKET = "global"


class MandateKind(StrEnum):
    """What is sought (the first two) or offered (the others)."""

    INVEST = "invest"
    ACQUIRE = "acquire"
    RAISE = "raise"
    SALE = "sale"
    JOINT_VENTURE = "joint_venture"
    PARTNERSHIP = "partnership"


class Privacy(StrEnum):
    """Who may learn one criterion: its owner; the other side in coarse bands; everybody."""

    PRIVATE = "private"
    SHARED = "shared"
    PUBLIC = "public"


DEFAULT_PRIVACY: Mapping[str, Privacy] = {
    "title": Privacy.PUBLIC,
    "kind": Privacy.SHARED,
    "ticket": Privacy.SHARED,
    "amount_sought": Privacy.PRIVATE,
    "stages": Privacy.SHARED,
    "instruments": Privacy.SHARED,
    "sectors": Privacy.SHARED,
    "technologies": Privacy.SHARED,
    "markets": Privacy.SHARED,
    "directions": Privacy.SHARED,
    "thesis": Privacy.PRIVATE,
    "use_of_funds": Privacy.PRIVATE,
    "existing_investors": Privacy.PRIVATE,
    "excluded_sectors": Privacy.PRIVATE,
    "excluded_technologies": Privacy.PRIVATE,
    "excluded_countries": Privacy.PRIVATE,
}
CRITERIA = tuple(DEFAULT_PRIVACY)

TAXONOMY_OF: Mapping[str, str] = {
    "stages": "stage",
    "instruments": "instrument",
    "sectors": "sector",
    "technologies": "technology",
    "markets": "market",
    "directions": "deal_direction",
    "excluded_sectors": "sector",
    "excluded_technologies": "technology",
    "excluded_countries": "country",
}
EXCLUDED_BY: Mapping[str, str] = {
    "sectors": "excluded_sectors",
    "technologies": "excluded_technologies",
    "markets": "excluded_countries",
}

_EVERY_KIND = frozenset(
    {
        "title",
        "kind",
        "thesis",
        "sectors",
        "technologies",
        "markets",
        "directions",
        "excluded_sectors",
        "excluded_technologies",
        "excluded_countries",
    }
)
_SEEKS = _EVERY_KIND | {"ticket", "stages", "instruments"}
CRITERIA_OF_KIND: Mapping[MandateKind, frozenset[str]] = {
    MandateKind.INVEST: _SEEKS,
    MandateKind.ACQUIRE: _SEEKS,
    MandateKind.RAISE: _EVERY_KIND | {"amount_sought", "stages", "instruments", "use_of_funds", "existing_investors"},
    MandateKind.SALE: _EVERY_KIND | {"amount_sought", "stages", "instruments"},
    MandateKind.JOINT_VENTURE: _EVERY_KIND | {"amount_sought", "use_of_funds"},
    MandateKind.PARTNERSHIP: _EVERY_KIND,
}

_COMPANY_KINDS = frozenset(MandateKind)
_SUPPORTING_KINDS = frozenset({MandateKind.INVEST, MandateKind.JOINT_VENTURE, MandateKind.PARTNERSHIP})
KINDS_FOR: Mapping[str, frozenset[MandateKind]] = {
    "enterprise": _COMPANY_KINDS,
    "investor": _SUPPORTING_KINDS | {MandateKind.ACQUIRE},
    "partner": _COMPANY_KINDS,
    "customer": _COMPANY_KINDS,
    "distributor": _COMPANY_KINDS,
    "international_body": _SUPPORTING_KINDS,
}


class Problem(StrEnum):
    """Why a mandate cannot be published."""

    TITLE_MISSING = "title_missing"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NOT_OF_KIND = "not_of_kind"
    TICKET_EMPTY = "ticket_empty"
    TICKET_REVERSED = "ticket_reversed"
    NOT_POSITIVE = "not_positive"
    WANTED_AND_EXCLUDED = "wanted_and_excluded"
    UNKNOWN_CRITERION = "unknown_criterion"


def kinds_for(organisation_kind: str | None) -> tuple[MandateKind, ...]:
    """The kinds that an organisation of this kind may publish, in their order; none for State bodies."""
    allowed = KINDS_FOR.get(organisation_kind or "", frozenset())
    return tuple(kind for kind in MandateKind if kind in allowed)


def criteria_of(kind: MandateKind) -> tuple[str, ...]:
    """The criteria that apply to a kind, in the order of forms."""
    return tuple(criterion for criterion in CRITERIA if criterion in CRITERIA_OF_KIND[kind])


def ticket_problems(minimum: int | None, maximum: int | None) -> tuple[Problem, ...]:
    """What is wrong with a range of amounts."""
    if minimum is None and maximum is None:
        return (Problem.TICKET_EMPTY,)
    if any(end is not None and end < 0 for end in (minimum, maximum)) or maximum == 0:
        return (Problem.NOT_POSITIVE,)
    if minimum is not None and maximum is not None and minimum > maximum:
        return (Problem.TICKET_REVERSED,)
    return ()


def wanted_and_excluded(wanted: Iterable[str], excluded: Iterable[str]) -> tuple[str, ...]:
    """The codes that stand on both lists."""
    unwanted = frozenset(excluded)
    return tuple(code for code in wanted if code in unwanted)


def band_floor(minor: int, decimals: int) -> int:
    """The lower edge of the coarse band (1, 3, 10, 30, ... whole units) that an amount lies in; 0 below one unit."""
    unit = _power_of_ten(decimals)
    if minor < unit:
        return 0
    edge = _power_of_ten(len(str(minor // unit)) - 1) * unit
    return edge * 3 if minor >= edge * 3 else edge


def band_ceiling(minor: int, decimals: int) -> int:
    """The upper edge of the coarse band that an amount lies in; an edge is its own ceiling."""
    floor = band_floor(minor, decimals)
    if floor == minor:
        return minor
    if floor == 0:
        return _power_of_ten(decimals)
    return floor * 10 // 3 if str(floor)[0] == "3" else floor * 3


def _power_of_ten(exponent: int) -> int:
    return int("1" + "0" * exponent)
