import ast
from functools import cache

import pytest

from tests.architecture.sources import committed, python_files, text_of, tree_of

FILE, FUNCTION, ARGUMENTS, TEMPLATE = 400, 50, 6, 250
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def _functions() -> list[tuple[str, Function]]:
    return [
        (f"{name}:{node.lineno} {node.name}", node)
        for name in python_files()
        for node in ast.walk(tree_of(name))
        if isinstance(node, Function)
    ]


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {name: len(text_of(name).splitlines()) for name in python_files()}
    assert {name: length for name, length in lengths.items() if length > FILE} == {}


def test_no_function_is_longer_than_its_budget() -> None:
    lengths = {place: (node.end_lineno or 0) - node.lineno + 1 for place, node in _functions()}
    assert {place: length for place, length in lengths.items() if length > FUNCTION} == {}


def test_no_function_takes_more_arguments_than_its_budget() -> None:
    counts = {place: _arguments(node) for place, node in _functions() if not place.startswith("tests/")}
    assert {place: count for place, count in counts.items() if count > ARGUMENTS} == {}


def _arguments(node: Function) -> int:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([argument for argument in given if argument.arg not in {"self", "cls"}])


@pytest.mark.parametrize("folder", ["templates/", "static/css/", "static/js/"])
def test_no_page_style_or_script_is_longer_than_its_budget(folder: str) -> None:
    limit = TEMPLATE if folder == "templates/" else FILE
    lengths = {n: len(text_of(n).splitlines()) for n in committed() if n.startswith(folder) and _is_text(n)}
    assert {name: length for name, length in lengths.items() if length > limit} == {}


def _is_text(name: str) -> bool:
    return name.endswith((".html", ".txt", ".css", ".js"))
