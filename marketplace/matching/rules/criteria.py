"""The hard criteria of both sides, as one table: a mask over many pairs, a question about one pair, public filters."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from marketplace.matching.rules.arrays import UNKNOWN, Codes, Flags, Floats, marked, shared, shared_codes
from marketplace.matching.rules.corpus import tags_of
from marketplace.matching.rules.encoding import HOME
from marketplace.matching.rules.kinds import READ_BY_CRITERIA
from marketplace.matching.rules.pairs import Pairs
from marketplace.matching.rules.seats import Seat
from marketplace.matching.rules.sums import Sums

INBOUND, OUTBOUND = "inbound", "outbound"
SUBJECT_FIELDS = ("sector", "technology", "segment")


@dataclass(frozen=True, slots=True)
class RuledOut:
    """A public field of the other side, and codes of which one alone forbids the pair, whatever else is known."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What public filters are made from: the reader's own seat, its side, and the countries of the other side."""

    reader: Seat
    reader_is_seeker: bool
    countries: Collection[str]


def _never_public(_asking: Asking) -> tuple[RuledOut, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """A code; `mask` and `holds` say the same: whether a pair may be shown. What is unknown excludes nobody.

    `filters` says of it what everybody may know of the other side and no private word can undo.
    """

    code: str
    mask: Callable[[Pairs], Flags]
    holds: Callable[[Seat, Seat], bool]
    filters: Callable[[Asking], tuple[RuledOut, ...]] = _never_public


def allowed(pairs: Pairs) -> Flags:
    """Which pairs pass every criterion: the one truth, for pages, bulk runs and files alike."""
    passed, sums = np.ones(pairs.shape, np.bool_), Sums(pairs)
    for criterion in CRITERIA:
        part = sums.part(READ_BY_CRITERIA.get(criterion.code))
        mask = criterion.mask(part.pairs)
        if not mask.all():
            passed &= part.spread(mask)
    return passed


def failed(seeker: Seat, offer: Seat) -> tuple[str, ...]:
    """The codes of the criteria that one pair does not pass."""
    return tuple(criterion.code for criterion in CRITERIA if not criterion.holds(seeker, offer))


def ruled_out(asking: Asking) -> tuple[RuledOut, ...]:
    """The criteria as far as an index of public things can answer them; the masks cut the rest."""
    found = [rule for criterion in CRITERIA for rule in criterion.filters(asking)]
    return tuple(rule for rule in found if rule.codes)


def _different_party(pairs: Pairs) -> Flags:
    differ = np.ones(pairs.shape, np.bool_)
    for row, organisation in enumerate(pairs.seekers.organisation.tolist()):
        differ[row, pairs.offers.rows_of(organisation)] = False
    return differ


def _different_group(pairs: Pairs) -> Flags:
    ours, theirs = pairs.seekers.group[:, None], pairs.offers.group[None, :]
    differ: Flags = (ours != theirs) | (ours == "")
    return differ


def _not_together(pairs: Pairs) -> Flags:
    """No deal of the one names the other, by whatever name, and no holder of the offer is the seeker."""
    seekers, offers = pairs.seekers, pairs.offers
    apart = np.ones(pairs.shape, np.bool_)
    for ours, theirs in (
        (seekers.partners, offers.known_as),
        (seekers.known_as, offers.holders),
        (seekers.known_as, offers.partners),
    ):
        apart[shared_codes(ours, theirs)] = False
    return apart


def _instruments(pairs: Pairs) -> Flags:
    return _agree(pairs.seekers.instruments, pairs.offers.instruments)


def _subjects(pairs: Pairs) -> Flags:
    return _agree(pairs.seekers.limited_to, pairs.offers.subjects)


def _agree(left: Flags, right: Flags) -> Flags:
    open_ended = ~marked(left)[:, None] | ~marked(right)[None, :]
    agree: Flags = open_ended | (shared(left, right) > 0)
    return agree


def _excluded_subjects(pairs: Pairs) -> Flags:
    ours = shared(pairs.seekers.excluded_tags, pairs.offers.subjects)
    theirs = shared(pairs.seekers.subjects, pairs.offers.excluded_tags)
    passed: Flags = (ours + theirs) == 0
    return passed


def _excluded_countries(pairs: Pairs) -> Flags:
    ours = _marks(pairs.seekers.excluded_countries, pairs.offers.country)
    theirs = _marks(pairs.offers.excluded_countries, pairs.seekers.country).T
    passed: Flags = ~(ours | theirs)
    return passed


def _marks(rows: Flags, codes: Codes) -> Flags:
    marked: Flags = rows[:, codes] & (codes != UNKNOWN)[None, :]
    return marked


def _direction(pairs: Pairs) -> Flags:
    seekers, offers = pairs.seekers.abroad[:, None], pairs.offers.abroad[None, :]
    inbound, outbound = (seekers == 1) & (offers == 0), (seekers == 0) & (offers == 1)
    passed = np.ones(pairs.shape, np.bool_)
    for wanted, happens in ((0, inbound), (1, outbound)):
        refused = (
            _refuses(pairs.seekers.directions, wanted)[:, None] | _refuses(pairs.offers.directions, wanted)[None, :]
        )
        passed &= ~(happens & refused)
    return passed


def _refuses(directions: Flags, wanted: int) -> Flags:
    """Whether a row names directions and this one (0 inbound, 1 outbound) is not among them."""
    refuses: Flags = marked(directions) & ~directions[:, wanted]
    return refuses


def _ticket(pairs: Pairs) -> Flags:
    """A round may be larger than one ticket, so only its upper end counts."""
    passed: Flags = ~(_top(pairs.offers.low, pairs.offers.high)[None, :] < pairs.seekers.low[:, None])
    return passed


def _price(pairs: Pairs) -> Flags:
    above = pairs.offers.low[None, :] > pairs.seekers.high[:, None]
    passed: Flags = ~(above & pairs.seekers.whole[:, None])
    return passed


def _top(low: Floats, high: Floats) -> Floats:
    """The upper end; open where only the lower one is named."""
    return np.where(np.isnan(high), np.float32(np.inf), high) if len(low) else high


def _one_direction(seeker: Seat, offer: Seat) -> bool:
    if seeker.country is None or offer.country is None or (seeker.country == HOME) == (offer.country == HOME):
        return True
    happens = INBOUND if offer.country == HOME else OUTBOUND
    return all(not side.directions or happens in side.directions for side in (seeker, offer))


def _one_excluded(seeker: Seat, offer: Seat) -> bool:
    ours = {*seeker.excluded_sectors, *seeker.excluded_technologies}
    theirs = {*offer.excluded_sectors, *offer.excluded_technologies}
    return ours.isdisjoint(tags_of(offer)) and theirs.isdisjoint(tags_of(seeker))


def _one_together(seeker: Seat, offer: Seat) -> bool:
    ours, theirs = ({side.name, *side.aliases} - {""} for side in (seeker, offer))
    met = {deal.counterpart for deal in offer.deals}.union(offer.holders)
    return theirs.isdisjoint(deal.counterpart for deal in seeker.deals) and ours.isdisjoint(met)


def _one_agrees(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    return not left or not right or not set(left).isdisjoint(right)


def _subjects_ruled_out(asking: Asking) -> tuple[RuledOut, ...]:
    """An offer says all that it has published; a seeker's mandate may replace what its profile says."""
    if not asking.reader_is_seeker:
        return ()
    codes = (*asking.reader.excluded_sectors, *asking.reader.excluded_technologies)
    return tuple(RuledOut(field, codes) for field in SUBJECT_FIELDS)


def _countries_ruled_out(asking: Asking) -> tuple[RuledOut, ...]:
    return (RuledOut("country", asking.reader.excluded_countries),)


def _direction_ruled_out(asking: Asking) -> tuple[RuledOut, ...]:
    reader = asking.reader
    if reader.country is None or not reader.directions:
        return ()
    at_home = reader.country == HOME
    crossing = OUTBOUND if at_home == asking.reader_is_seeker else INBOUND
    if crossing in reader.directions:
        return ()
    abroad = tuple(sorted(set(asking.countries) - {HOME}))
    return (RuledOut("country", abroad if at_home else (HOME,)),)


CRITERIA: tuple[Criterion, ...] = (
    Criterion("same_party", _different_party, lambda s, o: s.organisation != o.organisation),
    Criterion("same_group", _different_group, lambda s, o: not s.group or s.group != o.group),
    Criterion("together_already", _not_together, _one_together),
    Criterion("instrument", _instruments, lambda s, o: _one_agrees(s.instruments, o.instruments)),
    Criterion("subject", _subjects, lambda s, o: _one_agrees(s.limited_to, tags_of(o))),
    Criterion("excluded_subject", _excluded_subjects, _one_excluded, _subjects_ruled_out),
    Criterion(
        "excluded_country",
        _excluded_countries,
        lambda s, o: o.country not in s.excluded_countries and s.country not in o.excluded_countries,
        _countries_ruled_out,
    ),
    Criterion("direction", _direction, _one_direction, _direction_ruled_out),
    Criterion("ticket", _ticket, lambda s, o: s.low is None or o.high is None or o.high >= s.low),
    Criterion("price", _price, lambda s, o: not s.whole or s.high is None or o.low is None or o.low <= s.high),
)
