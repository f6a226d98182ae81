"""A digest as it may be read this moment: every party once, with all reasons why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.alerts.models import Digest, Source
from marketplace.alerts.presenters.tellers import Followed, Link, Reason, teller_of
from marketplace.alerts.queries.people import reader
from marketplace.alerts.queries.sources import sources_by_id
from marketplace.alerts.rules.digest import Part, from_plain
from marketplace.alerts.rules.frequency import Frequency
from marketplace.foundation.actor import acting_as
from marketplace.foundation.i18n import language, ngettext
from marketplace.foundation.text import Localised
from marketplace.matching.queries import vetoes_around
from marketplace.profiles.models import Profile
from marketplace.profiles.queries import live_rows
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.reference.queries import label

__all__ = ["Entry", "More", "Reading", "read_digest", "sentence"]
ALL_ALERTS = "alerts.index"
PAGES = {"company": "products_public.company", "investor": "profiles_public.investor"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One party: who it is, where, and why it is told of."""

    name: Localised
    place: str
    link: Link
    is_demo: bool
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class More:
    """That there is more than is told, and where."""

    sentence: str
    link: Link


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a digest may be read now. `followed`: what it comes from, by the id under which it can be stopped."""

    entries: Sequence[Entry] = ()
    more: Sequence[More] = ()
    followed: Sequence[tuple[str, Followed]] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is left to tell."""
        return not self.entries


@dataclass(slots=True)
class _Gathered:
    reasons: list[Reason] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    followed: list[tuple[str, Followed]] = field(default_factory=list)


def sentence(things: int) -> str:
    """A digest in one line, naming nobody."""
    return str(ngettext("%(num)s new result in what you follow", "%(num)s new results in what you follow", things))


def read_digest(digest: Digest, *, in_mail: bool = False) -> Reading:
    """What the person may see of it this moment, in the language of the page or mail.

    A mail leaves out what was stopped meanwhile; the page still shows what was told.
    """
    parts = [from_plain(plain) for plain in digest.parts]
    rows = sources_by_id(digest.person_id, [part.source_id for part in parts])
    gathered = _Gathered()
    for part in parts:
        row = rows.get(part.source_id)
        if row is not None and not (in_mail and row.frequency == Frequency.OFF):
            _gather(gathered, row, part, in_mail=in_mail)
    return Reading(_entries(gathered.reasons), gathered.more, gathered.followed)


def _gather(gathered: _Gathered, row: Source, part: Part, *, in_mail: bool) -> None:
    actor = reader(row.person_id, row.organisation_id)
    if actor is None:
        return
    teller = teller_of(row.kind)
    with acting_as(actor):
        followed = teller.own(actor).get(row.key)
        if followed is None:
            return
        kept_away = vetoes_around(row.organisation_id) | {row.organisation_id}
        told = teller.tell(actor, row.key, part, in_mail)
    reasons = [each for each in told if each.party_id not in kept_away]
    if not reasons:
        return
    gathered.reasons += reasons
    gathered.followed.append((row.id, followed))
    if part.more:
        name = followed.in_mails if in_mail else followed.name
        words = ngettext("%(num)s more in “%(name)s”", "%(num)s more in “%(name)s”", part.more, name=name)
        named = name == followed.name  # else the address would say what the mail does not
        gathered.more.append(More(str(words), followed.link if named else Link(ALL_ALERTS)))


def _entries(reasons: Iterable[Reason]) -> list[Entry]:
    """Each party once, those with the most to say for them first."""
    by_party: dict[str, list[Reason]] = {}
    for reason in reasons:
        by_party.setdefault(reason.party_id, []).append(reason)
    rows = live_rows(list(by_party))
    ranked = sorted(by_party, key=lambda party: _order(by_party[party]))
    return [_entry(rows[party], by_party) for party in ranked if party in rows and rows[party].kind in PUBLIC_PAGES]


def _order(reasons: Sequence[Reason]) -> tuple[float, int]:
    return -max(each.strength for each in reasons), -len(reasons)


def _entry(row: Profile, by_party: Mapping[str, Sequence[Reason]]) -> Entry:
    link = Link(PAGES[PUBLIC_PAGES[row.kind]], {"lang": language(), "profile_id": row.id})
    reasons = {(each.sentence, each.thing and each.thing[0]): each for each in by_party[row.id]}
    return Entry(row.name, _place(row), link, row.is_demo, list(reasons.values()))


def _place(row: Profile) -> str:
    lang = language()
    inner = label("province", row.province, lang) or (row.city or "")
    return ", ".join(dict.fromkeys(part for part in (inner, label("country", row.country, lang)) if part))
