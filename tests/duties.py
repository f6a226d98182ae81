"""Who asks the database while tests run: a request only what its own person may, a test by itself everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click
from flask import has_request_context

from marketplace.foundation import actor as actors


@dataclass(frozen=True)
class KnownOrEverything:
    """Requests and commands keep the rights that they have in production; a test by itself may see everything.

    Whatever acts as somebody has that one's rights in any case.
    """

    known: Callable[[], actors.Actor]

    def __call__(self) -> actors.Actor:
        """Who asks."""
        is_ours = not (has_request_context() or click.get_current_context(silent=True))
        return actors.SYSTEM if is_ours else self.known()


def let_tests_see_everything() -> None:
    """Tests prepare and look at rows of anybody without saying each time that they may; every new application asks."""
    builder, known = actors._builder
    if not isinstance(known, KnownOrEverything):
        actors.build_actors_with(builder, known=KnownOrEverything(known))


@contextmanager
def seeing_as_in_production() -> Iterator[None]:
    """For this long a process that says nothing sees nothing, as when no test is looking."""
    builder, known = actors._builder
    actors.build_actors_with(builder, known=known.known if isinstance(known, KnownOrEverything) else known)
    try:
        yield
    finally:
        actors.build_actors_with(builder, known=known)
