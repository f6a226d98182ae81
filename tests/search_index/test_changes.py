"""What every engine promises of changes: versions, rebuilds, comparison; and of steps over numbers."""

from pathlib import Path

import pytest

from search_index.embedded.engine import EmbeddedEngine
from search_index.engine import SearchEngine, UnknownField
from search_index.fields import PUBLIC
from search_index.query import SearchQuery, Sort, Steps
from search_index.rebuild import rebuild
from search_index.reconcile import drift
from tests.factories.documents import a_document
from tests.search_index.companies import COMPANIES, found, some_companies


def test_drift_is_found_and_none_is_left_when_it_is_mended(engine: SearchEngine) -> None:
    wanted = {d.id: d for d in (a_document(f"{n:02}", f"Demo {n}") for n in range(40))}
    engine.put([*list(wanted.values())[10:], a_document("zz", "Demo thừa")])
    engine.put([a_document(f"{n:02}", "Demo cũ") for n in range(10, 15)])
    expected = {id_: document.hash for id_, document in wanted.items()}
    seen = drift(engine, expected)
    assert (len(seen.missing), len(seen.changed), len(seen.surplus)) == (10, 5, 1)
    assert seen.count == 16
    engine.put(wanted[id_] for id_ in (*seen.missing, *seen.changed))
    engine.remove(engine.versions(seen.surplus))
    assert drift(engine, expected).count == 0


def test_hashes_can_be_asked_for_some_documents(engine: SearchEngine) -> None:
    some_companies(engine)
    assert engine.hashes(["a", "c", "unknown"]).keys() == {"a", "c"}
    assert engine.hashes([]) == {}
    assert engine.hashes(["a"])["a"] == engine.hashes()["a"]


def test_a_rebuild_replaces_everything(engine: SearchEngine) -> None:
    some_companies(engine)
    assert rebuild(engine, (a_document(f"{n}", "Demo") for n in range(3))).documents == 3
    assert found(engine) == ("0", "1", "2")


def test_an_older_version_never_replaces_a_newer_one(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo mới", version=5)])
    engine.put([a_document("a", "Demo cũ", version=4)])
    assert found(engine, "mới") == ("a",)
    engine.remove({"a": 4})
    assert engine.versions(["a", "unknown"]) == {"a": 5}
    engine.put([a_document("a", "Demo bằng", version=5)])
    assert found(engine, "bằng") == ("a",)
    engine.put([a_document("a", "Demo sau", version=7), a_document("a", "Demo trước", version=6)])
    assert found(engine, "sau") == ("a",)


def test_an_older_version_does_not_bring_back_what_was_removed(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo", version=1)])
    engine.remove({"a": 3, "unseen": 3})
    engine.put([a_document("a", "Demo", version=2), a_document("unseen", "Demo", version=2)])
    assert engine.hashes() == {}
    engine.compact()
    engine.put([a_document("a", "Demo", version=2)])
    assert engine.hashes() == {}
    engine.put([a_document("a", "Demo", version=3)])
    assert found(engine, "demo") == ("a",)


def test_half_a_note_of_what_was_removed_stops_no_change(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, PUBLIC)
    engine.put([a_document("a", "Demo", version=1)])
    engine.remove({"a": 2})
    (note,) = tmp_path.glob("*/gone.json")
    note.write_text(note.read_text("ascii")[:5], "ascii")
    engine.put([a_document("b", "Demo", version=1)])
    engine.remove({"b": 2})
    engine.replace_all([a_document("c", "Demo", version=1)])
    assert found(engine) == ("c",)


def test_clearing_forgets_what_was_removed(engine: SearchEngine) -> None:
    engine.put([a_document("a", "Demo", version=8), a_document("b", "Demo", version=8)])
    engine.remove({"a": 9})
    engine.clear()
    assert found(engine) == ()
    engine.put([a_document("a", "Demo", version=1), a_document("b", "Demo", version=1)])
    assert found(engine) == ("a", "b")


def aged(engine: SearchEngine) -> None:
    years = {"a": (1990,), "b": (2005,), "c": (2020,), "d": ()}
    engine.put([a_document(id_, "Demo cùng tên", numbers={"founded_year": given}) for id_, given in years.items()])


def test_steps_add_constants_to_the_score(engine: SearchEngine) -> None:
    aged(engine)
    plain = engine.search(SearchQuery(COMPANIES, "demo"))
    steps = Steps("founded_year", ((2000, None, 0.5), (2010, 2020, 1.0)))
    lifted = engine.search(SearchQuery(COMPANIES, "demo", boosts=(steps,)))
    assert lifted.ids == ("c", "b", "a", "d")
    assert lifted.total == plain.total == 4
    added = [score - plain.scores[0] for score in lifted.scores]
    assert added == pytest.approx([1.5, 0.5, 0.0, 0.0], abs=1e-4)


def test_steps_order_what_is_listed_without_text(engine: SearchEngine) -> None:
    aged(engine)
    query = SearchQuery(COMPANIES, boosts=(Steps("founded_year", ((None, 1999, 2.0),)),))
    results = engine.search(query)
    assert results.ids == ("a", "b", "c", "d")
    assert results.scores == (2.0, 0.0, 0.0, 0.0)
    newest_first = SearchQuery(COMPANIES, boosts=(Steps("founded_year", ((2020, None, 1.0),)),))
    assert engine.search(newest_first).ids == ("c", "a", "b", "d")
    assert found(engine, sort=Sort("name"), boosts=query.boosts) == ("a", "b", "c", "d")
    with pytest.raises(UnknownField):
        found(engine, boosts=(Steps("secret", ((1, 2, 1.0),)),))


@pytest.mark.parametrize("steps", [((1, 2, 1.0),) * 9, ((1, 2, 0.0),), ((1, 2, float("nan")),)])
def test_steps_are_few_and_positive(steps: tuple[tuple[int, int, float], ...]) -> None:
    with pytest.raises(ValueError, match=r"at most|above 0"):
        Steps("founded_year", steps)
