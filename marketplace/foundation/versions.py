"""Versions: two people who edit the same thing never overwrite each other silently."""

from typing import Protocol


class Versioned(Protocol):
    """A row with a version, raised by any change to it or its children."""

    version: object


class Conflict(Exception):
    """The thing changed since the form was opened: nothing was saved (409)."""

    def __init__(self, current: int) -> None:
        super().__init__(current)
        self.current = current


def expect(thing: object, version: int | None) -> None:
    """Go on only if the thing is still as the form saw it. No version: a first save."""
    current: int = thing.version  # type: ignore[attr-defined]
    if version is not None and version != current:
        raise Conflict(current)


def touch(thing: object) -> None:
    """Raise the version after a change to the thing or its children."""
    thing.version += 1  # type: ignore[attr-defined]
