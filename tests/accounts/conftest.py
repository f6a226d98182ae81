"""What tests of accounts share: limits that begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.foundation.limits import Limiter

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> None:
    """No test pays for the tries of another."""
    if "app" in request.fixturenames:
        app: Flask = request.getfixturevalue("app")
        app.extensions["limiter"] = Limiter()
