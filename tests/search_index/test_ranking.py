"""What comes first, as properties of many random texts: accents, neighbours, and where a slip is forgiven.

Each case is two documents that carry the case's code: a filter tells them apart from all others and touches no score.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from search_index.documents import Document
from search_index.edits import is_one_edit
from search_index.engine import SearchEngine
from search_index.fields import TEXT_WEIGHTS
from search_index.folding import fold
from search_index.planning import SHORTEST_TYPO
from search_index.query import AnyOf, SearchQuery
from search_index.telex import telex
from tests.search_index.companies import COMPANIES
from tests.search_index.conftest import ENGINES

CASES = 60
FAMILIES = [
    family.split()
    for family in (
        "hoa hòa họa hóa",
        "ban bán bàn bản bạn",
        "thong thông thống",
        "tin tín tìn",
        "dien điện diễn diện",
        "su sử sư sự",
        "cong công cộng",
        "ky kỳ kỹ ký",
    )
]
FILLER = ["gạo", "mía", "dừa", "chè", "tiêu", "điều", "lúa", "ngô", "khoai", "sắn", "cam", "bưởi", "xoài", "mít", "ổi"]


@dataclass(frozen=True)
class Case:
    """What is typed, and a text that must come before another."""

    typed: str
    first: str
    second: str
    field: str


def accents(chance: random.Random) -> Case:
    """The same words in the same places, once with the accents typed and once with others; half-marked at times."""
    families = chance.sample(FAMILIES, chance.randint(1, 3))
    typed = [chance.choice(family[1:]) for family in families]
    changed = chance.randrange(len(typed))
    other = list(typed)
    other[changed] = chance.choice([word for word in families[changed] if word != typed[changed]])
    asked = [fold(word) if at != changed and chance.random() < 0.3 else word for at, word in enumerate(typed)]
    before, after = words(chance), words(chance)
    first, second = (" ".join((*before, *row, *after)) for row in (typed, other))
    return Case(" ".join(asked), first, second, field(chance))


def neighbours(chance: random.Random) -> Case:
    """The same words, once with those typed side by side and once scattered."""
    typed = [chance.choice(family) for family in chance.sample(FAMILIES, chance.randint(2, 3))]
    filler = chance.sample(FILLER, 8)
    place = chance.randint(0, 8)
    together = [*filler[:place], *typed, *filler[place:]]
    scattered = together
    while any(both in pairwise(scattered) for both in pairwise(typed)):
        scattered = chance.sample(together, len(together))
    asked = [fold(word) for word in typed] if chance.random() < 0.5 else typed
    return Case(" ".join(asked), " ".join(together), " ".join(scattered), field(chance))


def words(chance: random.Random) -> list[str]:
    return chance.choices(FILLER, k=chance.randint(0, 6))


def field(chance: random.Random) -> str:
    return chance.choice(list(TEXT_WEIGHTS))


PROPERTIES = {"accents typed above others": accents, "neighbours above scattered words": neighbours}


def documents(case: Case, code: str) -> Iterator[Document]:
    """The second has the lower id, so that equal scores would put it first."""
    for id_, text in ((f"a{code}", case.second), (f"b{code}", case.first)):
        yield Document(id_, "company", {case.field: {"vi": text}}, {"province": (code,)})


@pytest.fixture(scope="module", params=sorted(ENGINES))
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    return ENGINES[request.param](tmp_path_factory.mktemp("ranking"))


def of_case(engine: SearchEngine, typed: str, code: str) -> tuple[str, ...]:
    return engine.search(SearchQuery(COMPANIES, typed, (AnyOf("province", (code,)),))).ids


@pytest.mark.parametrize("name", PROPERTIES)
def test_what_is_closer_comes_first(empty: SearchEngine, name: str) -> None:
    chance = random.Random(31)
    cases = {str(n): PROPERTIES[name](chance) for n in range(CASES)}
    empty.replace_all(document for code, case in cases.items() for document in documents(case, code))
    for code, case in cases.items():
        assert of_case(empty, case.typed, code) == (f"b{code}", f"a{code}"), case


def test_without_accents_typed_all_accents_are_alike(empty: SearchEngine) -> None:
    chance = random.Random(32)
    cases = {str(n): accents(chance) for n in range(CASES)}
    empty.replace_all(document for code, case in cases.items() for document in documents(case, code))
    for code, case in cases.items():
        assert of_case(empty, fold(case.typed), code) == (f"a{code}", f"b{code}"), case


def coined(chance: random.Random) -> str:
    """A word of letters that are no Telex keys."""
    return "".join(chance.choice("bcghklmnptv" if at % 2 else "aeiouy") for at in range(chance.randint(3, 9)))


def edited(chance: random.Random, word: str, letters: Sequence[str]) -> str:
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(letters)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def slips(chance: random.Random) -> Iterator[tuple[str, str, bool]]:
    """Give words, each with one slip, and whether what was typed is said elsewhere too."""
    seen: set[str] = set()
    while True:
        word = coined(chance)
        typed = edited(chance, word, "bcghklmnptvaeiouy")
        if word != typed and not {word, typed} & seen and not telex(typed):
            seen |= {word, typed}
            yield word, typed, chance.random() < 0.3


def test_a_slip_is_forgiven_in_words_of_five_letters_that_nothing_says(empty: SearchEngine) -> None:
    made = slips(random.Random(33))
    cases = {str(n): next(made) for n in range(3 * CASES)}
    said = {word for word, _, _ in cases.values()} | {typed for _, typed, elsewhere in cases.values() if elsewhere}
    empty.replace_all(
        Document(f"{kind}{code}", "company", {"body": {"en": text}}, {"province": (kind + code,)})
        for code, (word, typed, elsewhere) in cases.items()
        for kind, text in (("w", word), ("t", typed if elsewhere else "quả"))
    )
    forgiven = 0
    for code, (word, typed, _) in cases.items():
        expected = is_one_edit(typed, word) and len(typed) >= SHORTEST_TYPO and typed not in said
        assert (of_case(empty, typed, f"w{code}") == (f"w{code}",)) is expected, (word, typed)
        forgiven += expected
    assert CASES / 2 < forgiven < 2.5 * CASES
