import ast
import re
from functools import cache

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from tests.architecture.sources import TEMPLATES, python_files, text_of, tree_of

NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())
PAGES = [name for name in NAMES if name.endswith(".html")]
KINDS = (r"\.html", r"\.txt", r"\.xml", r"\.svg")
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}


@cache
def _environment() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)


def _tree(name: str) -> nodes.Template:
    return _environment().parse(text_of(f"templates/{name}"))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_with_every_filter_it_names(app: Flask, name: str) -> None:
    app.jinja_env.compile(text_of(f"templates/{name}"), name)


def test_every_template_is_reachable() -> None:
    reached: set[str] = set()
    waiting = _named_in_sources()
    while waiting:
        name = waiting.pop()
        if name not in reached and name in NAMES:
            reached.add(name)
            waiting |= {found for found in meta.find_referenced_templates(_tree(name)) if found}
    assert sorted(set(NAMES) - reached) == []


def _named_in_sources() -> set[str]:
    """Templates that a source names; where a part of the name is computed, every template that fits."""
    patterns = {
        _pattern(node)
        for file in python_files()
        if file.startswith("marketplace/")
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Constant | ast.JoinedStr)
    }
    wanted = [re.compile(each) for each in patterns if each.endswith(KINDS)]
    return {name for name in NAMES if any(each.fullmatch(name) for each in wanted)} | _emails()


def _pattern(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) else ""
    return "".join(_pattern(part) if isinstance(part, ast.Constant) else "[^/]+" for part in node.values)


def _emails() -> set[str]:
    """Each e-mail is a family of files with one stem, which a feature's `emails` names."""
    stems = {name: name.removeprefix("emails/").split(".")[0] for name in NAMES if name.startswith("emails/")}
    sources = "".join(text_of(n) for n in python_files() if "/emails" in n or "/tasks" in n or n.endswith("mail.py"))
    return {name for name, stem in stems.items() if stem in sources}


def test_every_named_template_exists() -> None:
    referenced = {(name, found) for name in NAMES for found in meta.find_referenced_templates(_tree(name)) if found}
    assert sorted(f"{name} -> {found}" for name, found in referenced if found not in NAMES) == []


@pytest.mark.parametrize("what", INLINE)
def test_no_page_carries(what: str) -> None:
    assert [name for name in PAGES if INLINE[what].search(text_of(f"templates/{name}"))] == []


def test_a_template_uses_what_it_imports() -> None:
    unused = []
    for name in NAMES:
        tree = _tree(name)
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for imported in tree.find_all(nodes.FromImport):
            given = [each[1] if isinstance(each, tuple) else each for each in imported.names]
            unused += [f"{name}: {each}" for each in given if each not in used]
    assert unused == []


def test_every_link_names_an_endpoint_that_exists(app: Flask) -> None:
    endpoints = app.view_functions.keys()
    dead = [
        f"{name}: {call.args[0].value}"
        for name in NAMES
        for call in _tree(name).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for"
        if call.args and isinstance(call.args[0], nodes.Const) and call.args[0].value not in endpoints
    ]
    assert dead == []
