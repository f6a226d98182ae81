"""The breaker stops asking an engine that is away, tries once in a while and returns by itself."""

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from search_index.breaker import FAILURES, PAUSE_SECONDS, Breaker, Circuit
from search_index.declared import check_query
from search_index.documents import Document
from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import EngineBusy, SearchEngine, SearchUnavailable, UnknownField
from search_index.fields import PUBLIC
from search_index.query import SearchQuery
from search_index.results import SearchResults, Suggestion
from tests.factories.documents import a_document

ALL = SearchQuery(("company",))
WRONG = SearchQuery(("spaceship",))


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Moody(EmbeddedEngine):
    """An engine that is away when told to be, and counts how often it is asked."""

    away = False
    busy = False
    read_only = False
    asked = 0
    refused = 0

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer or be away."""
        check_query(query, PUBLIC)
        self.asked += 1
        if self.away:
            raise SearchUnavailable("away")
        if self.busy:
            raise EngineBusy("busy")
        return super().search(query)

    def put(self, documents: Iterable[Document]) -> int:
        """Take them or refuse."""
        if self.read_only:
            self.refused += 1
            raise SearchUnavailable("read-only")
        return super().put(documents)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def moody(tmp_path: Path) -> Moody:
    return Moody(tmp_path, PUBLIC)


@pytest.fixture
def guarded(moody: Moody, clock: Clock) -> Breaker:
    return Breaker(moody, clock)


def fail(guarded: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SearchUnavailable):
            guarded.search(ALL)


def test_five_failures_in_a_row_open_it(guarded: Breaker, moody: Moody) -> None:
    moody.away = True
    fail(guarded, FAILURES)
    assert guarded.is_open
    fail(guarded, 20)
    assert moody.asked == FAILURES


def test_an_answer_between_failures_starts_the_count_again(guarded: Breaker, moody: Moody) -> None:
    for _ in range(3):
        moody.away = True
        fail(guarded, FAILURES - 1)
        moody.away = False
        guarded.search(ALL)
    assert not guarded.is_open


def test_what_is_refused_for_its_content_is_no_failure(guarded: Breaker) -> None:
    for _ in range(FAILURES * 2):
        with pytest.raises(UnknownField):
            guarded.search(WRONG)
    assert not guarded.is_open


def test_after_the_pause_one_trial_goes_through(guarded: Breaker, moody: Moody, clock: Clock) -> None:
    moody.away = True
    fail(guarded, FAILURES)
    clock.now += PAUSE_SECONDS - 0.1
    fail(guarded, 3)
    assert moody.asked == FAILURES
    clock.now += 0.1
    fail(guarded, 3)
    assert moody.asked == FAILURES + 1
    clock.now += PAUSE_SECONDS
    moody.away = False
    assert guarded.search(ALL) == SearchResults(ready=False)
    assert not guarded.is_open
    guarded.search(ALL)


def test_while_a_trial_hangs_the_others_are_refused_at_once(moody: Moody, clock: Clock) -> None:
    let_go, asked = threading.Event(), threading.Event()
    moody.away = True
    guarded = Breaker(moody, clock)
    fail(guarded, FAILURES)
    clock.now += PAUSE_SECONDS

    def hang(query: SearchQuery) -> SearchResults:
        asked.set()
        let_go.wait(10)
        return SearchResults()

    moody.search = hang  # type: ignore[method-assign]
    trial = threading.Thread(target=guarded.search, args=(ALL,))
    trial.start()
    assert asked.wait(10)
    fail(guarded, 10)
    let_go.set()
    trial.join()
    assert not guarded.is_open


def test_a_question_that_is_wrong_in_itself_does_not_use_up_the_trial(
    guarded: Breaker, moody: Moody, clock: Clock
) -> None:
    moody.away = True
    fail(guarded, FAILURES)
    clock.now += PAUSE_SECONDS
    with pytest.raises(UnknownField):
        guarded.search(WRONG)
    assert guarded.is_open, "nobody answered"
    moody.away = False
    assert not guarded.search(ALL).ready
    assert not guarded.is_open


def test_a_trial_that_is_refused_is_answered(guarded: Breaker, moody: Moody, clock: Clock) -> None:
    moody.away = True
    fail(guarded, FAILURES)
    clock.now += PAUSE_SECONDS
    moody.away, moody.busy = False, True
    with pytest.raises(EngineBusy):
        guarded.search(ALL)
    assert not guarded.is_open


def test_servers_that_take_no_changes_still_find(guarded: Breaker, moody: Moody, clock: Clock) -> None:
    moody.put([a_document("a", "Demo")])
    moody.read_only = True
    for _ in range(FAILURES * 2):
        with pytest.raises(SearchUnavailable):
            guarded.put([a_document("b", "Demo")])
        assert guarded.search(ALL).ids == ("a",)
    assert moody.refused == FAILURES
    moody.read_only = False
    clock.now += PAUSE_SECONDS
    assert guarded.put([a_document("b", "Demo")]) == 1


def test_failures_of_many_threads_are_all_counted(guarded: Breaker, moody: Moody) -> None:
    moody.away = True
    threads = [threading.Thread(target=fail, args=(guarded, 50)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert guarded.is_open
    assert FAILURES <= moody.asked <= FAILURES + len(threads)


def test_everything_else_is_the_engine_itself(guarded: Breaker, moody: Moody) -> None:
    engine: SearchEngine = guarded
    assert engine.replace_all([a_document("a", "Demo", version=2)]) == 1
    assert engine.put([a_document("b", "Demo")]) == 1
    engine.remove({"b": 0})
    engine.compact()
    assert engine.search(ALL).ids == ("a",)
    assert engine.suggest("dem", ("company",)) == (Suggestion("company", "a"),)
    assert engine.correct("dem", ("company",)) is None
    assert engine.related("a", ("company",)) == ()
    assert engine.hashes() == moody.hashes()
    assert engine.versions(["a"]) == {"a": 2}
    assert engine.is_current()
    assert engine.is_there()
    assert engine.drop_orphans() == 0
    engine.clear()
    assert guarded.within is moody
    assert engine.search(ALL).ids == ()


def test_a_late_failure_does_not_shorten_a_pause() -> None:
    circuit = Circuit(FAILURES, 100.0)
    assert circuit.failed(120.0).admits(149.0) is False
    assert Circuit().failed(0.0).admits(0.0)
    assert Circuit.succeeded() == Circuit()
