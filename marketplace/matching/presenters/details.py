"""The values behind a reason, from the fields that its topic is made of: which subjects, which country, what range."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from marketplace.foundation.i18n import _, language, money, ngettext, number
from marketplace.foundation.money import Money
from marketplace.matching.queries.seats import UNION, UNION_MEMBERS
from marketplace.matching.rules.corpus import tags_of
from marketplace.matching.rules.seats import PastDeal, Seat
from marketplace.matching.rules.signals import Topic
from marketplace.reference.queries import label

MOST = 3
CENTS = 100
PERCENT = 100
SUBJECTS = ("sector", "technology", "segment")
STAGES = ("stage", "development_stage")
KINDS = ("instrument", "deal_type")


class Pair(NamedTuple):
    """Both seats of a match, and which side reads."""

    seeker: Seat
    offer: Seat
    reader_is_seeker: bool

    @property
    def theirs(self) -> Seat:
        """The side that is looked at."""
        return self.offer if self.reader_is_seeker else self.seeker


def detail(topic: Topic, pair: Pair, *, speaks_for: bool) -> str:
    """What stands behind the sentence, "" where the sentence says it all."""
    read = (FOR if speaks_for else AGAINST).get(topic)
    return read(pair) if read else ""


def subject(code: str) -> str:
    """The label of a code of whichever taxonomy of subjects knows it."""
    return _label(code, SUBJECTS)


def stage(code: str) -> str:
    """The label of a stage, of a round or of development."""
    return _label(code, STAGES)


def told_markets(seat: Seat) -> list[str]:
    """The markets as a party named them: the European Union as one."""
    return _without_members(seat.markets)


def _without_members(markets: Sequence[str]) -> list[str]:
    return [market for market in markets if UNION not in markets or market not in UNION_MEMBERS]


def amounts(seat: Seat) -> str:
    """A ticket or an amount sought in US dollars, "" where none is told."""
    low, high = (None if end is None else money(Money(round(end * CENTS), "USD")) for end in (seat.low, seat.high))
    if low and high:
        return low if low == high else str(_("%(low)s to %(high)s", low=low, high=high))
    if low:
        return str(_("from %(low)s", low=low))
    return str(_("up to %(high)s", high=high)) if high else ""


def _label(code: str, taxonomies: Iterable[str]) -> str:
    lang = language()
    return next((text for taxonomy in taxonomies if (text := label(taxonomy, code, lang)) != code), code)


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(list(dict.fromkeys(texts))[:MOST])


def _country(seat: Seat) -> str:
    return label("country", seat.country, language())


def _shared(left: Iterable[str], right: Iterable[str]) -> list[str]:
    wanted = set(right)
    return [code for code in dict.fromkeys(left) if code in wanted]


def _subjects(pair: Pair) -> str:
    return _listed(map(subject, _shared(tags_of(pair.seeker), tags_of(pair.offer))))


def _their_subjects(pair: Pair) -> str:
    return _listed(map(subject, tags_of(pair.theirs)))


def _languages(pair: Pair) -> str:
    return _listed(label("language", code, language()) for code in _shared(pair.seeker.languages, pair.offer.languages))


def _languages_read(pair: Pair) -> str:
    """The languages in which the texts were compared: those that both sides write, else one of each side."""
    ours, theirs = ([code for code, _ in seat.meanings] for seat in (pair.seeker, pair.offer))
    compared = _shared(ours, theirs) or [*ours, *theirs]
    names = _listed(label("language", code, language()) for code in compared)
    return str(_("compared in %(languages)s", languages=names))


def _stages(pair: Pair) -> str:
    return _listed(map(stage, _shared(pair.seeker.stages, pair.offer.stages)))


def _their_stages(pair: Pair) -> str:
    return _listed(map(stage, pair.theirs.stages))


def _their_amounts(pair: Pair) -> str:
    return amounts(pair.theirs)


def _home(pair: Pair) -> str:
    return _country(pair.theirs)


def _home_of_seeker(pair: Pair) -> str:
    return _country(pair.seeker)


def _home_of_offer(pair: Pair) -> str:
    return _country(pair.offer)


def _of_deals(pair: Pair, hits: Callable[[PastDeal], bool]) -> str:
    """How many of the seeking side's past deals hit: "3 of 8 past deals"."""
    deals = pair.seeker.deals
    found = sum(map(hits, deals))
    if not deals or not found:
        return ""
    return str(
        ngettext("%(found)s of %(num)s past deal", "%(found)s of %(num)s past deals", len(deals), found=number(found))
    )


def _deals_there(pair: Pair) -> str:
    return _of_deals(pair, lambda deal: deal.country is not None and deal.country == pair.offer.country)


def _deals_like_it(pair: Pair) -> str:
    offered = set(tags_of(pair.offer))
    return _of_deals(pair, lambda deal: not offered.isdisjoint(deal.tags))


def _deals_at_stage(pair: Pair) -> str:
    return _of_deals(pair, lambda deal: deal.stage in pair.offer.stages)


def _deals_like_this(pair: Pair) -> str:
    offered, home = set(tags_of(pair.offer)), pair.offer.country
    return _of_deals(pair, lambda deal: home in (deal.country, None) and not offered.isdisjoint(deal.tags))


def _amount_of_offer(pair: Pair) -> str:
    return amounts(pair.offer)


def _deal_kinds(pair: Pair) -> str:
    return _listed(_label(code, KINDS) for code in _shared(pair.seeker.instruments, pair.offer.instruments))


def _markets_present(pair: Pair) -> str:
    """The markets abroad that the seeking side names and in which the offering side is."""
    offer = pair.offer
    there = {*offer.served_markets, *offer.certified_markets, *offer.protected_markets} - {offer.country}
    return _markets(_shared(pair.seeker.markets, there))


def _markets_entered(pair: Pair) -> str:
    """The markets that the offering side wants to reach and in which the seeking side is active."""
    seeker = pair.seeker
    there = {*seeker.served_markets, *(deal.country for deal in seeker.deals if deal.country)} - {seeker.country}
    return _markets(_shared(pair.offer.markets, there))


def _markets(codes: Sequence[str]) -> str:
    return _listed(label("market", code, language()) for code in _without_members(codes))


def _checked(pair: Pair) -> str:
    if not pair.offer.trust:
        return ""
    return str(_("%(share)s percent of them", share=number(round(PERCENT * pair.offer.trust))))


Details = Mapping[Topic, Callable[[Pair], str]]
FOR: Details = {
    Topic.SUBJECT: _subjects,
    Topic.HOME: _home,
    Topic.TARGET_MARKET: _home_of_offer,
    Topic.WANTED_MARKET: _home_of_seeker,
    Topic.LANGUAGE: _languages,
    Topic.CERTIFIED: _home_of_seeker,
    Topic.REFERENCES: _home_of_seeker,
    Topic.PAST_PLACE: _deals_there,
    Topic.PAST_SUBJECT: _deals_like_it,
    Topic.STAGE: _stages,
    Topic.PAST_STAGE: _deals_at_stage,
    Topic.TICKET: _their_amounts,
    Topic.PAST_SIZE: _amount_of_offer,
    Topic.PAST_ALIKE: _deals_like_this,
    Topic.PROTECTED: _home_of_seeker,
    Topic.PRESENCE: _markets_present,
    Topic.MARKET_ENTRY: _markets_entered,
    Topic.HOME_REFERENCE: _home_of_offer,
    Topic.DEAL_KIND: _deal_kinds,
    Topic.CHAIN: _subjects,
    Topic.VERIFIED: _checked,
    Topic.MEANING: _languages_read,
}
AGAINST: Details = {
    Topic.SUBJECT: _their_subjects,
    Topic.HOME: _home,
    Topic.TARGET_MARKET: _home_of_offer,
    Topic.WANTED_MARKET: _home_of_seeker,
    Topic.CERTIFIED: _home_of_seeker,
    Topic.REFERENCES: _home_of_seeker,
    Topic.STAGE: _their_stages,
    Topic.TICKET: _their_amounts,
    Topic.PAST_SIZE: _amount_of_offer,
    Topic.PROTECTED: _home_of_seeker,
    Topic.HOME_REFERENCE: _home_of_offer,
    Topic.MEANING: _languages_read,
}
