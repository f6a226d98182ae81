"""Why a score is what it is: every addition, the strongest topics for and against, and what is not known."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.matching.rules.corpus import tags_of
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.signals import SIGNALS, Topic

MOST_FOR = 3
MOST_AGAINST = 2
MOST_MISSING = 4
FEWEST = 2
TELLING = 0.08
NEVER_TOLD = frozenset(
    {
        *(Topic.EXPOSURE, Topic.ROUND, Topic.ROUNDS, Topic.SMALL_FIRM, Topic.ASKED),
        *(Topic.AGE, Topic.BREADTH, Topic.HABITS, Topic.PROMISING),
    }
)
# What depends on the reader alone is the same for everybody in the list and explains nothing.
UNTOLD_TO_SEEKERS = NEVER_TOLD | {Topic.ACTIVITY, Topic.SEEKER_DECLARED, Topic.SEEKER_FRESH}
OF_THE_OFFER = {Topic.OFFER_DECLARED, Topic.OFFER_FRESH, Topic.VERIFIED, Topic.DISTINGUISHED, Topic.HOME_REFERENCE}
UNTOLD_TO_OFFERS = NEVER_TOLD | OF_THE_OFFER


@dataclass(frozen=True, slots=True)
class Part:
    """One signal of one pair: its value (None: unknown) and what it adds to the log-odds."""

    code: str
    topic: Topic
    value: float | None
    adds: float


@dataclass(frozen=True, slots=True)
class Reason:
    """A topic, what its signals add together, and the value of the signal that says most."""

    topic: Topic
    adds: float
    signal: str
    value: float


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that would make the score surer, and whether the reader could tell it."""

    field: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for a pair, what against, and what is not known."""

    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    missing: tuple[Missing, ...]


def parts_of(values: Sequence[float], adds: Sequence[float]) -> tuple[Part, ...]:
    """The parts of one pair, in the order of the table of signals."""
    return tuple(
        Part(signal.code, signal.topic, None if value != value else float(value), float(add))  # noqa: PLR0124 - NaN
        for signal, value, add in zip(SIGNALS, values, adds, strict=True)
    )


def explain(parts: Sequence[Part], missing: Sequence[Missing], *, reader_is_seeker: bool) -> Explanation:
    """The three strongest topics for, the two strongest against, and the first of what is missing.

    Where fewer than two say much, the loudest of the others are told too, so that nobody looks at a bare number.
    """
    untold = UNTOLD_TO_SEEKERS if reader_is_seeker else UNTOLD_TO_OFFERS
    reasons = [reason for reason in by_topic(parts) if reason.topic not in untold and reason.adds]
    reasons.sort(key=lambda row: (-abs(row.adds), row.topic))
    told = [row for number, row in enumerate(reasons) if abs(row.adds) >= TELLING or number < FEWEST]
    best = [row for row in told if row.adds > 0]
    worst = [row for row in told if row.adds < 0]
    return Explanation(tuple(best[:MOST_FOR]), tuple(worst[:MOST_AGAINST]), tuple(missing[:MOST_MISSING]))


def by_topic(parts: Sequence[Part]) -> list[Reason]:
    """What the known signals of each topic add together."""
    groups: dict[Topic, list[Part]] = defaultdict(list)
    for part in parts:
        if part.value is not None:
            groups[part.topic].append(part)
    return [_reason(topic, group) for topic, group in groups.items()]


def _reason(topic: Topic, group: Sequence[Part]) -> Reason:
    loudest = max(group, key=lambda part: (abs(part.adds), part.code))
    return Reason(topic, sum(part.adds for part in group), loudest.code, loudest.value or 0.0)


def missing_between(seeker: Seat, offer: Seat, *, reader_is_seeker: bool) -> tuple[Missing, ...]:
    """What neither side's page says; what the other side keeps to itself counts as unknown too."""
    found = []
    for field, is_seekers, known in (
        ("ticket", True, seeker.low is not None or seeker.high is not None),
        ("amount", False, offer.low is not None or offer.high is not None),
        ("subjects", True, bool(tags_of(seeker))),
        ("subjects", False, bool(tags_of(offer))),
        ("stages", True, bool(seeker.stages)),
        ("stage", False, bool(offer.stages)),
        ("holders", False, bool(offer.holders) or offer.backed is not None),
        ("target_markets", True, bool(seeker.markets)),
        ("past_deals", True, bool(seeker.deals)),
        ("wanted_markets", False, bool(offer.markets)),
        ("figures", False, offer.trust is not None),
        ("founded", False, offer.founded is not None),
        ("certificates", False, bool(offer.certified_markets)),
        ("rights", False, bool(offer.protected_markets)),
    ):
        if not known:
            found.append(Missing(field, is_seekers == reader_is_seeker))
    return tuple(found)
