import importlib

from marketplace import app as _application  # noqa: F401 - importing it registers every task
from marketplace.foundation.jobs import PERIODIC, TASKS
from marketplace.reactions import REACTIONS
from tests.architecture.sources import feature_of, features, graph, part_of

NAMED = {task for tasks in REACTIONS.values() for task in tasks}


def _facts() -> dict[str, str]:
    """Every fact's stable name and the module that declares it."""
    modules = [m for m in sorted(graph().modules) if part_of(m) == "facts"]
    return {
        str(value.__dict__["NAME"]): module
        for module in modules
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, type) and "NAME" in value.__dict__
    }


def test_every_reaction_names_a_registered_task() -> None:
    assert sorted(NAMED - TASKS.keys()) == []


def test_every_task_is_asked_for_by_a_reaction() -> None:
    assert sorted(TASKS.keys() - NAMED - PERIODIC.keys()) == []


def test_every_reaction_is_to_a_fact_that_somebody_records() -> None:
    assert sorted(REACTIONS.keys() - _facts().keys()) == []


def test_facts_and_tasks_are_named_after_their_feature() -> None:
    misnamed = {name for name, module in _facts().items() if not name.startswith(f"{feature_of(module)}.")}
    misnamed |= {name for name in TASKS if name.split(".")[0] not in {*features(), "foundation"}}
    assert misnamed == set()


def test_no_task_is_asked_for_twice_by_one_fact() -> None:
    assert [fact for fact, tasks in REACTIONS.items() if len(set(tasks)) != len(tasks)] == []
