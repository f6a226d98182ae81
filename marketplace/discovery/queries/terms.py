"""One code as a page: its names, what it was called before, and what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.foundation.actor import NotFound
from marketplace.foundation.i18n import LANGUAGES
from marketplace.foundation.text import folded_key
from marketplace.reference import queries as reference
from marketplace.reference.content import Province
from search_index.names import other_names

NO_COUNTRY = "global"


@dataclass(frozen=True, slots=True)
class BrowsedTerm:
    """A code of a taxonomy: its label in each language, other names, flags, and what it lies under or became.

    `former` are the provinces that became this one; `children` and `parent` are codes of the same taxonomy.
    """

    taxonomy: str
    code: str
    labels: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    market_class: str | None = None
    is_city: bool = False
    is_retired: bool = False
    former: tuple[Province, ...] = ()
    parent: str | None = None
    children: tuple[str, ...] = ()
    successor: str | None = None


def browsed_term(taxonomy: str, code: str) -> BrowsedTerm:
    """A code that is or was offered; NotFound for one that never was."""
    if taxonomy == "province":
        return _province(code)
    if taxonomy == "market":
        return _market(code)
    term = reference.term(taxonomy, code)
    if term is None:
        raise NotFound
    labels = _labels(taxonomy, code)
    return BrowsedTerm(
        taxonomy,
        code,
        labels,
        tuple(dict.fromkeys((*term.other_names, *_other_names(labels)))),
        flags=term.flags,
        is_retired=term.is_retired,
        parent=term.parent,
        children=tuple(each.code for each in reference.terms(taxonomy) if each.parent == code),
        successor=term.successor,
    )


def successor(taxonomy: str, code: str) -> str | None:
    """The present code of a province whose code is of the time before 2025; None if there is nothing to follow."""
    if taxonomy != "province" or reference.province(code) is not None:
        return None
    return next((old.successor for old in reference.snapshot().provinces if old.code == code), None)


def codes(taxonomy: str, lang: str) -> Sequence[str]:
    """The codes of a taxonomy as a reader goes through them: markets and provinces by name."""
    return [code for code, _ in reference.choices(taxonomy, lang)]


def _province(code: str) -> BrowsedTerm:
    found = reference.province(code)
    if found is None:
        raise NotFound
    joined = [old for old in reference.snapshot().provinces if old.successor == code and old.valid_until is not None]
    return BrowsedTerm(
        "province",
        code,
        _labels("province", code),
        is_city=found.kind == "city",
        former=tuple(joined) if len(joined) > 1 else (),
    )


def _market(code: str) -> BrowsedTerm:
    if reference.unknown_codes("market", [code]):
        raise NotFound
    group = None if code == NO_COUNTRY else reference.market_class(code)
    return BrowsedTerm("market", code, _labels("market", code), market_class=group)


def _labels(taxonomy: str, code: str) -> tuple[tuple[str, str], ...]:
    return tuple((lang, reference.label(taxonomy, code, lang)) for lang in LANGUAGES)


def _other_names(labels: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """What people also call it, without the labels themselves and their parts."""
    known = {folded_key(part) for _, label in labels for part in (label, *label.split(","))}
    found = {folded_key(name): name for _, label in labels for name in other_names(label)}
    return tuple(name for key, name in found.items() if key not in known)
