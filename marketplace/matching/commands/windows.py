"""A half-year window of past deals read from files, as the product's own profiles and mandates."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path

from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates.content import Mandate, MandateKind, Privacy
from marketplace.matching.queries.seats import Knowledge, Party, month_of, offer_seat, seeker_seat, words_of
from marketplace.matching.rules.seats import Role, Seat
from marketplace.profiles.content import PartyProfile, PastDeal

Row = Mapping[str, str]
SECTOR, SEGMENT = "c:", "g:"
DEAL_TYPES = {Role.INVEST: "fundraising", Role.ACQUIRE: "merger_acquisition"}
CENTS = 100


@dataclass(frozen=True)
class Tables:
    """The rows of a window's files; never its answers."""

    history: list[Row]
    companies: Mapping[str, Row]
    investors: Mapping[str, Row]
    candidates: list[Row]
    eligible: list[str]


@dataclass(frozen=True)
class Window:
    """Both sides of a window as seats, and the month in which it begins."""

    role: Role
    month: int
    seekers: list[Seat]
    offers: list[Seat]
    known: frozenset[tuple[str, str]] = field(default=frozenset())


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, packed or plain."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
            yield from csv.DictReader(packed)
    else:
        with path.open(encoding="utf-8", newline="") as plain:
            yield from csv.DictReader(plain)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """A named table of a folder; raises FileNotFoundError naming both spellings."""
    for path in (folder / f"{name}.csv.gz", folder / f"{name}.csv"):
        if path.exists():
            return list(rows_of(path))
    raise FileNotFoundError(f"{folder}: no {name}.csv.gz or {name}.csv")


def read_tables(folder: Path) -> Tables:
    """The five tables of a window that a ranking may see."""
    return Tables(
        history=list(table(folder, "history")),
        companies={row["company"]: row for row in table(folder, "companies")},
        investors={row["investor"]: row for row in table(folder, "investors")},
        candidates=list(table(folder, "candidates")),
        eligible=[row["investor"] for row in table(folder, "eligible_investors")],
    )


def role_of(history: Iterable[Row]) -> Role:
    """Acquisitions are told by their amounts, which are withheld throughout."""
    return Role.INVEST if any(row.get("amount_usd") for row in history) else Role.ACQUIRE


def window_of(tables: Tables, role: Role) -> Window:
    """The window as seats, made by the same functions that make the seats of live profiles and mandates."""
    last = max(row["month"] for row in tables.history)
    day = date.fromisoformat(f"{last}-01")
    know = Knowledge(day=day, in_dollars=_in_dollars, words=_cached_words())
    made, received = _past_deals(tables, role)
    seekers = [_seeker(name, tables.investors.get(name, {}), made[name], role, know) for name in tables.eligible]
    offers = [_offer(row, tables.companies.get(row["company"], {}), received, role, know) for row in tables.candidates]
    return Window(role, month_of(day) + 1, seekers, offers)


def _past_deals(tables: Tables, role: Role) -> tuple[dict[str, list[PastDeal]], dict[str, list[PastDeal]]]:
    """The past deals of investors and, the same seen from the other side, of companies."""
    made: dict[str, list[PastDeal]] = defaultdict(list)
    received: dict[str, list[PastDeal]] = defaultdict(list)
    wanted = {row["company"] for row in tables.candidates}
    for row in tables.history:
        company = tables.companies.get(row["company"], {})
        made[row["investor"]].append(_deal(row, row["company"], company, role))
        if row["company"] in wanted:
            received[row["company"]].append(_deal(row, row["investor"], {}, role))
    return made, received


def _deal(row: Row, counterparty: str, profile: Row, role: Role) -> PastDeal:
    return PastDeal(
        counterparty_name=counterparty,
        counterparty_country=profile.get("country") or None,
        counterparty_city=profile.get("city") or None,
        type=DEAL_TYPES[role],
        month=row["month"],
        amount_usd=_cents(row.get("amount_usd")),
        stage=row.get("stage") or None,
        tags=tuple(_tags(profile.get("tags"))),
    )


def _seeker(name: str, row: Row, deals: Iterable[PastDeal], role: Role, know: Knowledge) -> Seat:
    kind = MandateKind.INVEST if role is Role.INVEST else MandateKind.ACQUIRE
    mandate = Mandate(kind, stages=tuple(_tags(row.get("declared_stages"))))
    profile = _profile("investor", name, row, row.get("declared_tags"), tuple(deals))
    return seeker_seat(role, Party(name, name, profile), name, mandate, know)


def _offer(candidate: Row, row: Row, received: Mapping[str, list[PastDeal]], role: Role, know: Knowledge) -> Seat:
    name = candidate["company"]
    amount, stage = _cents(candidate.get("amount_sought_usd")), candidate.get("stage")
    mandate = Mandate(
        MandateKind.RAISE if role is Role.INVEST else MandateKind.SALE,
        amount_sought=None if amount is None else Money(amount, "USD"),
        stages=(stage,) if stage else (),
        privacy=(("existing_investors", Privacy.SHARED),),
    )
    profile = _profile("enterprise", name, row, row.get("tags"), tuple(received.get(name, ())))
    return offer_seat(Party(name, name, profile), name, mandate, know)


def _profile(kind: str, name: str, row: Row, tags: str | None, deals: tuple[PastDeal, ...]) -> PartyProfile:
    listed = _tags(tags)
    founded = row.get("founded")
    return PartyProfile(
        kind=kind,
        name=Localised(en=name),
        description=Localised(en=row.get("text") or ""),
        country=row.get("country") or None,
        city=row.get("city") or None,
        founded_year=int(float(founded)) if founded else None,
        technologies=tuple(tag for tag in listed if not tag.startswith((SECTOR, SEGMENT))),
        sectors=tuple(tag for tag in listed if tag.startswith(SECTOR)),
        segments=tuple(tag for tag in listed if tag.startswith(SEGMENT)),
        past_deals=deals,
    )


def _tags(text: str | None) -> list[str]:
    return [tag.strip() for tag in text.split("|") if tag.strip()] if text else []


def _cents(text: str | None) -> int | None:
    return round(float(text) * CENTS) if text else None


def _in_dollars(money: Money) -> float:
    return float(money.major)


def _cached_words() -> "WordsOnce":
    return WordsOnce()


class WordsOnce:
    """Words of texts, each text read once."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[str, ...]] = {}

    def __call__(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(chain.from_iterable(self._words(text) for text in texts))

    def _words(self, text: str) -> tuple[str, ...]:
        if text not in self._read:
            self._read[text] = words_of((text,))
        return self._read[text]
