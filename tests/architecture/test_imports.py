import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, feature_of, features, graph, part_of, rungs, tree_of

EDGES = {"views", "tasks", "commands", "forms", "emails", "gateway"}
VOCABULARY = EDGES | {
    "rules", "content", "facts", "models", "policies", "queries", "searchable", "services", "presenters",
}  # fmt: skip
PLAIN = {"rules", "content", "facts"}
PLAIN_FOUNDATION = {"marketplace.foundation.money", "marketplace.foundation.text", "marketplace.foundation.ids"}
KEPT_FROM_BILLING = {"matching", "discovery", "search_index"}


def test_imports_keep_their_contracts() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    report = (
        result.stdout.partition("Broken contracts\n")[2] if "Broken contracts\n" in result.stdout else result.stderr
    )
    assert (result.returncode, report) == (0, "")


def test_no_feature_reaches_into_another_features_edges() -> None:
    trespasses = [
        f"{importer} -> {edge}"
        for edge in sorted(graph().modules)
        if part_of(edge) in EDGES
        for importer in sorted(graph().find_modules_that_directly_import(edge))
        if feature_of(importer) not in {feature_of(edge), "app", "worker", "commands"}
    ]
    assert trespasses == []


def test_a_feature_holds_only_files_of_the_vocabulary() -> None:
    strays = {
        f"marketplace/{feature}/{path.name}"
        for feature in features()
        for path in (ROOT / "marketplace" / feature).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem not in VOCABULARY | {"__init__"}
    }
    assert strays == set()


def test_every_package_has_its_place_on_the_ladder() -> None:
    assert [feature for feature in features() if feature not in rungs()] == []


def test_a_features_front_page_is_one_docstring() -> None:
    crowded = [
        feature for feature in features() if not _is_one_docstring(tree_of(f"marketplace/{feature}/__init__.py"))
    ]
    assert crowded == []


def _is_one_docstring(tree: ast.Module) -> bool:
    return len(tree.body) == 1 and ast.get_docstring(tree) is not None


def test_rules_content_and_facts_are_plain_python() -> None:
    impure = [
        f"{module} -> {imported}"
        for module in sorted(graph().modules)
        if part_of(module) in PLAIN
        for imported in sorted(graph().find_modules_directly_imported_by(module))
        if not _is_plain(imported)
    ]
    assert impure == []


def _is_plain(imported: str) -> bool:
    library = imported.split(".", maxsplit=1)[0]
    return (
        library in sys.stdlib_module_names
        or library == "numpy"
        or imported in PLAIN_FOUNDATION
        or part_of(imported) in PLAIN
    )


def test_matching_discovery_and_the_index_know_nothing_of_billing() -> None:
    paid = [
        f"{importer} -> {module}"
        for module in sorted(graph().modules)
        if module.startswith("marketplace.billing")
        for importer in sorted(graph().find_modules_that_directly_import(module))
        if feature_of(importer) in KEPT_FROM_BILLING
    ]
    assert paid == []
