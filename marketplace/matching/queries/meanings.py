"""What the public texts of parties mean, as seats carry it: by the one model that the weights were made for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import Select

from marketplace.foundation.meanings import MeaningReader, reader
from marketplace.matching.queries.seats import Read
from marketplace.matching.queries.weights import current
from marketplace.matching.rules.arrays import Floats
from marketplace.matching.rules.seats import Meanings
from marketplace.matching.rules.vectors import centres_of, together
from marketplace.matching.rules.weights import Weights
from marketplace.profiles.content import PartyProfile
from search_index.semantic import SHORTEST_PROSE


def state(weights: Weights) -> Select[int, datetime | None] | None:
    """Asks for numbers that change with whatever was read; None where nothing is."""
    asked = _asked(weights)
    return None if asked is None else asked.state(weights.model)


def digests() -> Mapping[str, str]:
    """By party a digest of what was read of it; nothing where nobody reads."""
    weights = current()
    asked = _asked(weights)
    found = asked.digests(weights.model) if asked else {}
    return {party: f"{weights.model} {digest}" for party, digest in found.items()}


def read_of(profiles: Mapping[str, PartyProfile], weights: Weights) -> Mapping[str, Read]:
    """By party what its page means, and what its page and products mean together.

    A page that hardly says anything in a language means nothing in it: such pages are alike in their names and codes.
    """
    asked = _asked(weights)
    if asked is None:
        return {}
    pages: dict[str, dict[str, list[Floats]]] = defaultdict(lambda: defaultdict(list))
    all_: dict[str, dict[str, list[Floats]]] = defaultdict(lambda: defaultdict(list))
    for each in asked.meanings(weights.model, sorted(profiles)):
        vector = np.frombuffer(each.vector, "<f4")
        if not each.of_page:
            all_[each.party][each.language].append(vector)
        elif _says_much(profiles[each.party], each.language):
            pages[each.party][each.language].append(vector)
            all_[each.party][each.language].append(vector)
    centres = centres_of(weights.model)
    return {party: Read(_meanings(pages[party], centres), _meanings(all_[party], centres)) for party in all_}


def _says_much(profile: PartyProfile, language: str) -> bool:
    return any(len(text.text(language)) >= SHORTEST_PROSE for text in (profile.summary, profile.description))


def _meanings(by_language: Mapping[str, Sequence[Floats]], centres: Mapping[str, Floats]) -> Meanings:
    """A language whose vectors are not as long as what they are measured from is unknown."""
    joined = (
        (language, together(vectors, centres[language]))
        for language, vectors in sorted(by_language.items())
        if language in centres and {len(vector) for vector in vectors} == {len(centres[language])}
    )
    return tuple((language, vector) for language, vector in joined if vector)


def _asked(weights: Weights) -> MeaningReader | None:
    """Nobody, where the weights were made without meanings or for a model that nobody has measured."""
    return reader() if weights.model and centres_of(weights.model) else None
