"""How long books and board take with thousands of parties: from nothing, and after one party's change.

usage: python -m benchmarks.matching_board [--companies 4000] [--investors 1000] [--mandates 1500]

The environment names the database (DATABASE_URL; none: SQLite in var/bench, or in VUON_DATA_DIR). An empty one is
filled through the product's own bulk services.
"""

from __future__ import annotations

import argparse
import random
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from flask import Flask
from sqlalchemy import func, select

from benchmarks.measuring.site import database_name, prepare_database, site
from marketplace.foundation import relay
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates import services as mandates
from marketplace.mandates.content import Mandate, MandateKind, TicketRange
from marketplace.matching.models import BoardList
from marketplace.matching.queries import books
from marketplace.matching.queries.board import progress
from marketplace.matching.services import board
from marketplace.organisations.models import Organisation
from marketplace.organisations.services import organisations
from marketplace.organisations.services.organisations import NewOrganisation
from marketplace.products import services as products
from marketplace.products.content import Product
from marketplace.profiles import services as profiles
from marketplace.profiles.content import PartyProfile, PastDeal
from marketplace.profiles.queries import live_contents

CHUNK = 500
TECHNOLOGIES, SECTORS = ("ai", "cloud", "fintech", "iot", "blockchain"), ("finance", "health", "energy", "education")
STAGES = ("seed", "early", "growth")
Owners = list[tuple[str, str]]


def main() -> None:
    """Fill if there is nothing, then measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--companies", type=int, default=4_000)
    parser.add_argument("--investors", type=int, default=1_000)
    parser.add_argument("--mandates", type=int, default=1_500)
    chosen = parser.parse_args()
    app = site()
    with app.app_context(), acting_as(SYSTEM):
        prepare_database(app)
        if not _count(Organisation):
            _fill(chosen.companies, chosen.investors, chosen.mandates)
        _measure(app)


def _count(model: type[Organisation | BoardList]) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def _measure(app: Flask) -> None:
    first = _told(books.renewed)
    print(f"{database_name()}, {len(books.renewed().parties)} parties; books from nothing {first}")
    one, content = next((key, row) for key, row in live_contents().items() if row.kind == "enterprise")
    print(f"books after nothing changed {_seconds(books.renewed) * 1000:.0f} ms")
    for turn in range(3):
        _publish(one, content, turn)
        print(f"books after one party's change {_told(books.renewed)}")
    with _held(board) as held:
        taken = _told(lambda: _all(anew=True))
    print(f"board from scratch: {_count(BoardList)} lists in {taken}; {held()}")
    for turn in range(3):
        _publish(one, content, turn + 3)
        books.renewed()
        with _held(board) as held, _writer(app) as waited:
            taken = _told(lambda: _all(anew=False))
        print(f"board after one party's change ({progress().total} lists): {taken}; {held()}; {waited()}")
    print(f"most memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _all(*, anew: bool) -> None:
    board.catch_up(3600, anew=anew)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _told(work: Callable[[], object]) -> str:
    """The time that passed and the processor's: on a busy machine they differ."""
    before = time.process_time()
    passed = _seconds(work)
    return f"{passed:.2f} s (processor {time.process_time() - before:.2f} s)"


@contextmanager
def _held(module: object) -> Iterator[Callable[[], str]]:
    """How long the board's transactions held the writer's lock."""
    taken: list[float] = []

    @contextmanager
    def timed() -> Iterator[object]:
        with transaction() as session:
            began = time.perf_counter()
            yield session
        taken.append((time.perf_counter() - began) * 1000)

    with mock.patch.object(module, "transaction", timed):
        yield lambda: f"{len(taken)} transactions, writer's lock {max(taken):.0f} ms at most, {sum(taken):.0f} in all"


@contextmanager
def _writer(app: Flask) -> Iterator[Callable[[], str]]:
    """Somebody who writes meanwhile, as pages do, and how long that takes."""
    taken: list[float] = []
    ended = threading.Event()

    def write() -> None:
        with app.app_context(), acting_as(SYSTEM):
            while not ended.wait(0.02):
                taken.append(_seconds(_small_write) * 1000)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: f"a small write beside it takes {sorted(taken)[len(taken) // 2]:.0f} ms, {max(taken):.0f} at most"
    finally:
        ended.set()
        thread.join()


def _small_write() -> None:
    with transaction() as session:
        relay._take_lease("benchmark", relay.lease())
        session.flush()


def _publish(one: str, content: PartyProfile, turn: int) -> None:
    words = Localised(en=f"Demo words {turn} {time.time_ns()}", vi=content.summary.text("vi"))
    changed = replace(content, summary=words, technologies=TECHNOLOGIES[: turn % 3 + 1])
    profiles.publish_many(SYSTEM, [(one, changed)], new_id())


def _fill(companies: int, investors: int, asked: int) -> None:
    chance, batch = random.Random(6), new_id()
    told: Owners = []
    rows = [(_company(chance, number), _offered(chance)) for number in range(companies)]
    rows += [(_investor(chance, number), ()) for number in range(investors)]
    for first in range(0, len(rows), CHUNK):
        with transaction():
            chunk = rows[first : first + CHUNK]
            new = [NewOrganisation(profile.kind, profile.name, profile.country) for profile, _ in chunk]
            owners = organisations.create_organisations(SYSTEM, new)
            profiles.publish_many(SYSTEM, [(key, row[0]) for key, row in zip(owners, chunk, strict=True)], batch)
            things = [(new_id(), key, each) for key, row in zip(owners, chunk, strict=True) for each in row[1]]
            products.publish_many(SYSTEM, things, batch)
            told += [(key, row[0].kind) for key, row in zip(owners, chunk, strict=True)]
        relay.expand({})
    with transaction():
        wanted = [(new_id(), key, _mandate(chance, kind)) for key, kind in chance.sample(told, min(asked, len(told)))]
        mandates.publish_many(SYSTEM, wanted, batch)


def _words(chance: random.Random, count: int) -> str:
    """Words of which some are frequent and most are rare, as in real texts."""
    return "Demo " + " ".join(f"w{int(chance.paretovariate(0.6)) % 30_000:x}" for _ in range(count))


def _company(chance: random.Random, number: int) -> PartyProfile:
    return PartyProfile(
        kind="enterprise",
        name=Localised(vi=f"Demo Firm {number}", en=f"Demo Firm {number}"),
        summary=Localised(vi=_words(chance, 12), en=_words(chance, 12)),
        description=Localised(vi=_words(chance, 60), en=_words(chance, 60)),
        country="VN",
        sectors=tuple(chance.sample(SECTORS, chance.randint(1, 2))),
        technologies=tuple(chance.sample(TECHNOLOGIES, chance.randint(0, 3))),
        development_stage=chance.choice((None, *STAGES)),
    )


def _offered(chance: random.Random) -> tuple[Product, ...]:
    return tuple(
        Product(name=Localised(vi=f"Demo {_words(chance, 2)}"), summary=Localised(vi=_words(chance, 20)))
        for _ in range(chance.randint(0, 4))
    )


def _investor(chance: random.Random, number: int) -> PartyProfile:
    return PartyProfile(
        kind="investor",
        name=Localised(en=f"Demo Fund {number}"),
        summary=Localised(en=f"Demo fund for {chance.choice(SECTORS)} and {chance.choice(TECHNOLOGIES)}"),
        country=chance.choice(("SG", "JP", "KR", "US", "VN")),
        sectors=tuple(chance.sample(SECTORS, 2)),
        technologies=tuple(chance.sample(TECHNOLOGIES, 2)),
        past_deals=tuple(_deal(chance) for _ in range(chance.choice((0, 0, 3, 8, 20)))),
    )


def _deal(chance: random.Random) -> PastDeal:
    month = f"{chance.randint(2021, 2025)}-{chance.randint(1, 12):02}"
    name, tags = f"Demo Held {chance.randint(0, 3000)}", tuple(chance.sample(TECHNOLOGIES, 1))
    return PastDeal(counterparty_name=name, type="fundraising", month=month, tags=tags, counterparty_country="VN")


def _mandate(chance: random.Random, kind: str) -> Mandate:
    title, stages = Localised(en="Demo mandate"), (chance.choice(STAGES),)
    sectors = tuple(chance.sample(SECTORS, chance.randint(0, 2)))
    if kind == "enterprise":
        amount = Money(chance.randint(1, 50) * 10_000_000, "USD")
        return Mandate(MandateKind.RAISE, title=title, stages=stages, sectors=sectors, amount_sought=amount)
    low = chance.randint(1, 50) * 5_000_000
    ticket = TicketRange(low, low * 20, "USD")
    return Mandate(MandateKind.INVEST, title=title, stages=stages, sectors=sectors, ticket=ticket)


if __name__ == "__main__":
    main()
