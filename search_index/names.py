"""What a thing is also called, as people write it: the phrases beside its label in the files of equal phrases."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from search_index.analysis import words
from search_index.thesaurus import FILES

Key = tuple[str, ...]


def other_names(label: str) -> tuple[str, ...]:
    """The phrases that mean the same as a label; of a label with commas, those of each part."""
    parts = {_key(part) for part in (label, *label.split(","))}
    found = {_key(phrase): phrase for part in parts for phrase in _groups().get(part, ())}
    return tuple(phrase for key, phrase in found.items() if key not in parts)


@cache
def _groups() -> Mapping[Key, tuple[str, ...]]:
    """Every phrase's group by the phrase's folded words. A phrase that means other things too (~) names nothing."""
    found: dict[Key, tuple[str, ...]] = {}
    for line in _lines():
        group = tuple(part.strip() for part in line.split("=") if not part.strip().startswith("~"))
        for phrase in group:
            found[_key(phrase)] = (*found.get(_key(phrase), ()), *group)
    return found


def _lines() -> Iterator[str]:
    folder = resources.files("search_index") / "synonyms"
    for name in FILES:
        lines = (folder / name).read_text("utf-8").splitlines()
        yield from (line for line in lines if line.strip() and not line.startswith("#"))


def _key(phrase: str) -> Key:
    return tuple(word.folded for word in words(phrase))
