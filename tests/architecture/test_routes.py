from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from scripts import routes
from tests.architecture.sources import text_of

READING = {"GET"}
SILENT = {"HEAD", "OPTIONS"}


def _declared(app: Flask) -> Iterator[tuple[Rule, set[str], object, object]]:
    """Each route with its methods and whom its view declares for reading and for writing."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in app.extensions["open_endpoints"]:
            access = getattr(app.view_functions[rule.endpoint], "access", None)
            yield rule, (rule.methods or set()) - SILENT, getattr(access, "read", None), getattr(access, "write", None)


def test_every_route_says_who_may_read(app: Flask) -> None:
    assert [rule.rule for rule, methods, read, _ in _declared(app) if methods & READING and read is None] == []


def test_every_route_says_who_may_write(app: Flask) -> None:
    assert [rule.rule for rule, methods, _, write in _declared(app) if methods - READING and write is None] == []


def test_no_view_declares_what_it_does_not_do(app: Flask) -> None:
    done: dict[str, set[str]] = {}
    for rule, methods, _, _ in _declared(app):
        done.setdefault(rule.endpoint, set()).update(methods)
    idle = [
        rule.endpoint
        for rule, _, read, write in _declared(app)
        if (read is not None and not done[rule.endpoint] & READING)
        or (write is not None and not done[rule.endpoint] - READING)
    ]
    assert idle == []


def test_no_route_appears_opens_or_vanishes_unseen(app: Flask) -> None:
    """Where this is meant: `python scripts/routes.py`, and read the difference."""
    listed = text_of("tests/architecture/routes.txt").splitlines()
    assert sorted(set(listed) ^ set(routes.lines(app))) == []


def test_public_pages_carry_their_language_and_others_do_not(app: Flask) -> None:
    misplaced = [
        rule.rule
        for rule, methods, read, _ in _declared(app)
        if methods & READING
        and rule.rule.startswith(("/workspace", "/staff"))
        and ("lang" in rule.arguments or getattr(read, "name", None) == "anyone")
    ]
    assert misplaced == []
