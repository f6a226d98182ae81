"""The encoder of this application, where one is installed and not switched off."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from flask import current_app

from search_index.e5 import PACKAGE, MultilingualE5

if TYPE_CHECKING:
    from marketplace.config import Settings
    from search_index.semantic import Encoder

_KEY = "encoder"


def encoder() -> Encoder | None:
    """The encoder of this application; None where none is installed or it is switched off."""
    if _KEY not in current_app.extensions:
        current_app.extensions[_KEY] = _made(current_app.extensions["settings"])
    made: Encoder | None = current_app.extensions[_KEY]
    return made


def _made(settings: Settings) -> Encoder | None:
    if settings.semantic == "off":
        return None
    try:
        return MultilingualE5(version(PACKAGE))
    except PackageNotFoundError:
        return None
