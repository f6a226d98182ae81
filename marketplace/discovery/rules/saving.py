"""A search that somebody keeps: what of its address counts, and by what two are the same."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.discovery.rules.asking import Kind, Known, read, words_asked

EVERYTHING = "everything"
MOST_SAVED = 50
LONGEST_NAME = 120
Arguments = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a search: its page (a kind, or everything) and the arguments of its address."""

    kind: str
    arguments: Arguments

    @property
    def key(self) -> str:
        """The same for two searches with one address."""
        written = json.dumps([self.kind, self.arguments], ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(written.encode("ascii")).hexdigest()


def kept(page: str, arguments: Mapping[str, Sequence[str]], known: Known) -> Kept | None:
    """What would be kept of an address; None where there is nothing to keep."""
    if page == EVERYTHING:
        text = words_asked(arguments)
        return Kept(EVERYTHING, {"q": text}) if text else None
    if page not in set(Kind):
        return None
    return Kept(page, read(Kind(page), arguments, known).arguments())
