"""What a search comes to: its answer, the spelling that finds more, and what is to be had for a filter less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from marketplace.discovery.queries.search import Answer, answer, count
from marketplace.discovery.rules import Asked, Kind
from marketplace.foundation.search import engine
from search_index.engine import SearchError, SearchUnavailable

MOST_WAYS = 6
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`asked` is what was answered. `typed`: what the reader had typed, where that found nothing.

    `meant`: a text that finds more. `ways`: searches that ask less (or of another kind), each with its count.
    """

    asked: Asked
    answer: Answer
    typed: str | None = None
    meant: str | None = None
    ways: Sequence[tuple[Asked, int]] = ()


def outcome(asked: Asked) -> Outcome:
    """The answer to a search. Where it is empty, a better spelling is answered, unless the text is to stand."""
    first = answer(asked)
    meant = _meant(asked, first)
    if meant and not first.total and not asked.exact:
        better = asked.with_text(meant)
        found = answer(better)
        if found.total:
            return Outcome(better, found, typed=asked.text)
    return Outcome(asked, first, meant=meant, ways=_ways(asked) if _leads_on(asked, first) else ())


def _meant(asked: Asked, first: Answer) -> str | None:
    return None if first.plain or asked.page > 1 else correction(asked.text, (asked.kind,), first.by_words)


def correction(text: str, kinds: Sequence[Kind], found: int) -> str | None:
    """What was probably meant; None while the index cannot be asked. `found`: how many hold the words of the text."""
    if not text:
        return None
    try:
        return engine().correct(text, tuple(kind.value for kind in kinds), found)
    except SearchUnavailable:
        return None
    except SearchError:
        log.exception("correction_failed")
        return None


def _leads_on(asked: Asked, first: Answer) -> bool:
    return not first.total and not first.plain and asked.is_narrow


def _ways(asked: Asked) -> list[tuple[Asked, int]]:
    """What finds something: without one filter, without the text, without all filters, in another kind."""
    narrower = [asked.without(field) for field, _ in asked.chosen]
    if asked.text and asked.chosen:
        narrower.append(asked.without_text())
    if asked.text and len(asked.chosen) > 1:
        narrower.append(asked.without_filters())
    others = [asked.of_kind(kind) for kind in Kind if asked.text and kind is not asked.kind]
    tried = [*narrower[:MOST_WAYS], *others]
    counted = [(way, count(way)) for way in tried]
    return [(way, total) for way, total in counted if total]
