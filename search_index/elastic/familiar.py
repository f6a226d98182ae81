"""Words that were found to occur lately: a guess at what occurs, which saves a round trip when it is right."""

from collections.abc import Iterable

MOST = 20_000


class Familiar:
    """What one process saw occur. Nothing is answered from it: it only says what is worth asking at once."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()

    def note(self, tokens: Iterable[str]) -> None:
        """Remember words; when there are too many, all others are forgotten."""
        if len(self._tokens) > MOST:
            self._tokens = set()
        self._tokens.update(tokens)

    def __contains__(self, token: object) -> bool:
        return token in self._tokens
