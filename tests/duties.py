"""Who asks the database while tests run: a request only what its own person may, a test by itself everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask import has_request_context

from marketplace.foundation import actor as actors

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.foundation.actor import Actor


def let_tests_see_everything() -> None:
    """Tests prepare and look at rows of anybody, outside requests, without saying each time that they may.

    Requests, commands and whatever acts as somebody keep the rights that they have in production.
    """
    known = actors._known[0]

    def known_or_everything() -> Actor:
        return known() if has_request_context() or click.get_current_context(silent=True) else actors.SYSTEM

    actors.build_actors_with(actors._builder[0], known=known_or_everything)


def see_as_in_production(known: Callable[[], Actor] = lambda: actors.ANONYMOUS) -> Callable[[], None]:
    """From now on nobody sees more outside requests than a process that says nothing; gives what ends that."""
    builder, before = actors._builder[0], actors._known[0]
    actors.build_actors_with(builder, known=known)
    return lambda: actors.build_actors_with(builder, known=before)
