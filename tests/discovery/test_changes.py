"""What changed is noted, sent and marked; what the index did not take waits and is sent later; the newest wins."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.discovery import searchable, services
from marketplace.foundation.actor import SYSTEM, acting_as
from marketplace.foundation.database import db, table_of, transaction
from marketplace.foundation.index_state import IndexState
from marketplace.foundation.jobs import PERIODIC
from marketplace.foundation.search import degraded, engine
from marketplace.products import services as products
from marketplace.profiles import services as profiles
from search_index.engine import RebuildRunning, SearchEngine, SearchUnavailable, UnknownField
from search_index.query import SearchQuery
from tests.factories.products import a_product, a_published_product
from tests.factories.profiles import a_profile, a_published_enterprise
from tests.indices import drop_indices

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy import SQLAlchemy

    from search_index.documents import Document

Settle = Callable[[], None]


@dataclass
class Failing:
    """An engine that fails in chosen calls and is another one in the rest."""

    within: SearchEngine
    failing: dict[str, Exception] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The call of the engine within, unless it fails."""

        def call(*given: Any, **named: Any) -> Any:
            self.calls.append(name)
            if name in self.failing:
                raise self.failing[name]
            return getattr(self.within, name)(*given, **named)

        return call


@pytest.fixture
def failing(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """The application's engine, able to fail."""
    made = Failing(engine())
    monkeypatch.setitem(app.extensions, "search_engine", made)
    return made


def rows() -> dict[str, Any]:
    found = {row.id: row for row in db.session.execute(select(*table_of(IndexState).columns))}
    db.session.commit()
    return found


def waiting() -> list[str]:
    return [id_ for id_, row in rows().items() if row.version > row.sent_version]


def test_versions_rise_with_changes_and_a_tombstone_stays(settle: Settle) -> None:
    company, actor = a_published_enterprise()
    settle()
    first = rows()[company.id]
    services.refresh([company.id])
    assert rows()[company.id].version == first.version == first.sent_version
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    settle()
    second = rows()[company.id]
    assert second.version == second.sent_version > first.version
    assert engine().versions([company.id]) == {company.id: second.version}
    profiles.withdraw_profile(actor, company.id)
    settle()
    gone = rows()[company.id]
    assert (gone.hash, gone.words, gone.codes, gone.kind) == (None, "", "", "company")
    assert gone.version == gone.sent_version > second.version


def test_what_the_index_cannot_take_waits_and_the_job_is_done(failing: Failing, settle: Settle) -> None:
    company, actor = a_published_enterprise()
    product = a_published_product(company, actor)
    settle()
    failing.failing = {"put": SearchUnavailable("away"), "remove": SearchUnavailable("away")}
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    products.withdraw_product(actor, product)
    settle()
    assert sorted(waiting()) == sorted([company.id, product])
    assert services.status().waiting == 2
    assert services.sweep() == 0
    failing.failing = {}
    assert services.sweep() == 2
    assert waiting() == []
    assert services.check(mend=False).found.count == 0
    assert services.sweep() == 0


def test_one_that_the_index_refuses_does_not_hold_up_the_others(failing: Failing, settle: Settle) -> None:
    """A refusal of one document of a batch is that of the batch."""
    ids = [a_published_enterprise(f"Demo {n}")[0].id for n in range(3)]
    whole = failing.within.put

    def picky(documents: Iterator[Document]) -> int:
        given = list(documents)
        if any(document.id == ids[1] for document in given):
            raise UnknownField("demo")
        return whole(given)

    failing.put = picky  # type: ignore[attr-defined]
    settle()
    services.sweep()
    assert waiting() == [ids[1]]
    del failing.put
    assert services.sweep() == 1


def test_nothing_is_sent_before_the_commit_or_after_an_error(failing: Failing) -> None:
    company, _ = a_published_enterprise()
    services.rebuild()
    failing.calls.clear()
    with transaction():
        services.refresh([company.id], again=True)
        assert "put" not in failing.calls
    assert "put" in failing.calls
    failing.calls.clear()
    with pytest.raises(ZeroDivisionError), transaction():
        services.refresh([company.id], again=True)
        raise ZeroDivisionError
    assert failing.calls == []
    assert waiting() == []


def test_many_changes_take_a_fixed_number_of_statements(
    settle: Settle, count_statements: Callable[[], list[str]]
) -> None:
    ids = [a_published_enterprise(f"Demo {n}")[0].id for n in range(12)]
    settle()
    services.refresh(ids[:1], again=True)  # what is read once and remembered is read now
    statements = count_statements()
    services.refresh(ids[:1], again=True)
    few = without_settings(statements)
    statements.clear()
    services.refresh(ids, again=True)
    assert len(without_settings(statements)) == len(few)


def without_settings(statements: list[str]) -> list[str]:
    """PostgreSQL is also told who asks, and how long: once in a transaction."""
    return [statement for statement in statements if "set_config" not in statement]


def test_what_changes_while_a_rebuild_reads_wins(
    failing: Failing, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    """A change is committed and sent between the reading of a text and its filling in."""
    company, actor = a_published_enterprise("Demo Sao Biển")
    settle()
    late: list[Document] = []
    noted: list[Mapping[str, int]] = []

    def filled_late(documents: Iterator[Document]) -> int:
        given = list(documents)
        profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
        services.refresh([company.id])
        late.extend(given)
        noted.append(failing.within.versions([company.id]))
        return failing.within.put(given)  # as a fill does: nothing older replaces a newer one

    failing.replace_all = filled_late  # type: ignore[attr-defined]
    services.rebuild()
    assert late[0].version < noted[0][company.id]
    assert failing.within.versions([company.id]) == noted[0]
    assert services.check(mend=False).found.count == 0
    assert waiting() == []


@pytest.mark.parametrize("read", ["another text", "nothing"])
def test_what_changes_and_changes_back_while_a_rebuild_reads_ends_as_it_is(
    failing: Failing, monkeypatch: pytest.MonkeyPatch, settle: Settle, read: str
) -> None:
    """A text is read in the middle of it, neither change having been noted yet."""
    a_published_enterprise("Demo Sao Biển")
    settle()
    parties, offers = searchable.SOURCES

    def for_a_moment(ids: Sequence[str]) -> Iterator[Document]:
        changed = [] if read == "nothing" else parties.documents_for(ids)
        return (replace(document, filters={"sector": ("health",)}) for document in changed)

    def filled(documents: Iterator[Document]) -> int:
        with monkeypatch.context() as then:
            then.setattr(searchable, "SOURCES", (replace(parties, documents_for=for_a_moment), offers))
            given = list(documents)
        return failing.within.replace_all(given)

    failing.replace_all = filled  # type: ignore[attr-defined]
    services.rebuild()
    assert waiting() == []
    assert services.check(mend=False).found.count == 0


def test_an_installation_without_notes_is_noted_by_the_first_check(settle: Settle) -> None:
    a_published_enterprise()
    settle()
    with transaction() as session:
        session.execute(table_of(IndexState).delete())
    checked = services.check()
    assert (checked.unnoted, checked.found.count, checked.repaired) == (1, 0, 1)
    assert waiting() == []
    assert services.check().repaired == 0


def test_one_change_does_not_begin_an_index_in_the_place_of_a_lost_one(app: Flask, settle: Settle) -> None:
    """It would answer every search, and find that one thing only, until the next comparison."""
    first, _ = a_published_enterprise("Demo Một")
    second, actor = a_published_enterprise("Demo Hai")
    settle()
    lose_index(app)
    with acting_as(actor):
        profiles.publish_profile(actor, second.id, a_profile("Demo Hai Mươi"))
    services.refresh([second.id])
    assert (degraded(), services.sweep(), waiting()) == (True, 0, [second.id])
    with acting_as(SYSTEM):
        PERIODIC["discovery.send_waiting"][1]()
    assert (degraded(), waiting()) == (False, [])
    assert engine().hashes().keys() == {first.id, second.id}


def lose_index(app: Flask) -> None:
    """Whoever keeps the index loses it, the database knows nothing of that."""
    drop_indices(app.extensions["settings"])
    shutil.rmtree(Path(app.extensions["settings"].data_dir) / "search", ignore_errors=True)


def test_notes_older_than_the_index_are_overtaken(settle: Settle) -> None:
    """A database restored from a copy goes on above the versions that it once sent."""
    company, actor = a_published_enterprise()
    settle()
    old = rows()[company.id].version
    profiles.publish_profile(actor, company.id, a_profile("Demo Mặt Trời"))
    settle()
    with transaction() as session:
        held = session.get_one(IndexState, ("public", company.id))
        held.version = held.sent_version = old
        held.hash = "former"
    assert services.check().unnoted == 1
    assert services.check(mend=False).found.count == 0
    assert engine().search(SearchQuery(("company",), "mặt trời")).ids == (company.id,)


def test_two_rebuilds_at_once_one_says_so(app: Flask, failing: Failing) -> None:
    failing.failing = {"replace_all": RebuildRunning("another rebuild is under way")}
    said = app.test_cli_runner().invoke(args=["index", "rebuild"])
    assert said.exit_code == 1
    assert "another rebuild is under way" in said.output


def test_the_operator_sees_how_the_index_stands(app: Flask, failing: Failing, settle: Settle) -> None:
    a_published_enterprise()
    settle()
    run = app.test_cli_runner().invoke
    assert "1 document(s) public, 0 gone, 0 waiting" in run(args=["index", "status"]).output
    assert not degraded()
    failing.failing = dict.fromkeys(("put", "is_current"), SearchUnavailable("away"))
    services.refresh(list(rows()), again=True)
    said = run(args=["index", "status"])
    assert said.exit_code == 1
    assert "1 waiting to be sent" in said.output
    assert "cannot be asked (away)" in said.output
    assert degraded()


@pytest.mark.concurrency
def test_many_jobs_for_one_company_end_with_its_newest_words(app: Flask, settle: Settle) -> None:
    company, actor = a_published_enterprise("Demo 0")
    product = a_published_product(company, actor)
    settle()
    its_id = company.id
    start = threading.Barrier(8)

    def work(number: int) -> None:
        with app.app_context():
            start.wait()
            for turn in range(3):
                if number == 0:
                    profiles.publish_profile(actor, its_id, a_profile(f"Demo Lượt {turn}"))
                    products.publish_product(actor, product, a_product(f"Demo Ví {turn}"))
                services.refresh([its_id, product] if number % 2 else [product, its_id])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    services.sweep()
    db.session.commit()
    db.session.expire_all()
    fresh = {document.id: document.hash for document in searchable.documents_for([its_id, product])}
    assert engine().hashes() == fresh
    assert {id_: row.hash for id_, row in rows().items()} == fresh
    assert waiting() == []
