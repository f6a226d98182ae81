"""What staff see before and after weights change: effect, coverage and comparison of groups, made once per state."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import ref

from marketplace.foundation.actor import Actor, NotFound
from marketplace.matching import policies
from marketplace.matching.queries.books import Books, books
from marketplace.matching.queries.seats import Party
from marketplace.matching.queries.toplists import Kind, Sample, mean_additions, sample_at, sampled, scores_of
from marketplace.matching.queries.traits import COMPARED, COVERED, Trait, labels
from marketplace.matching.rules.book import Book, reweighted
from marketplace.matching.rules.coverage import Fairness, Gap, Group, fairness, gaps, groups, merged
from marketplace.matching.rules.effect import Effect, Rails, effect, rails_of
from marketplace.matching.rules.seats import Role
from marketplace.matching.rules.signals import CODES
from marketplace.matching.rules.toplists import Exposure, exposure_of, first_places
from marketplace.matching.rules.weights import Weights, without_idle_tables

Made = TypeVar("Made")


@dataclass(frozen=True)
class Scope:
    """What was looked at: how many of how many readers' lists, and how many parties could stand on them."""

    kind: Kind
    readers: int
    all_readers: int
    parties: int


@dataclass(frozen=True)
class Preview:
    """What other weights would do to one kind of lists."""

    scope: Scope
    effect: Effect
    rails_before: Rails
    rails_after: Rails
    coverage: Mapping[Trait, Sequence[tuple[Group, Group]]]
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Coverage:
    """Who is shown on one kind of lists, party by party and group by group."""

    scope: Scope
    exposure: Exposure
    rails: Rails
    groups: Mapping[Trait, Sequence[Group]]
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Comparison:
    """Groups beside each other on one kind of lists, and the signals that differ most for each."""

    scope: Scope
    fairness: Mapping[Trait, Sequence[Fairness]]
    gaps: Mapping[Trait, Sequence[Gap]]


class _Memory:
    """What was made of one state of the books, forgotten with it."""

    def __init__(self) -> None:
        self._of: ref[Books] | None = None
        self._made: dict[Hashable, Any] = {}

    def made_of(self, held: Books) -> dict[Hashable, Any]:
        """What was made of these very books so far."""
        if self._of is None or self._of() is not held:
            made: dict[Hashable, Any] = {}
            self._made, self._of = made, ref(held, lambda _gone: made.clear())
        return self._made


_memory = _Memory()


def previews(actor: Actor, drafted: Weights) -> list[Preview]:
    """What a draft would change, for every kind of lists; raises NotReady in the first seconds after a start."""
    _expect_staff(actor)
    held = books()
    after = {role: _drafted(held, role, drafted) for role in Role}
    return [_preview(held, kind, after[kind.role]) for kind in Kind]


def coverage(actor: Actor, kind: Kind) -> Coverage:
    """Who is shown on one kind of lists with the weights in force; raises NotReady."""
    _expect_staff(actor)
    held = books()

    def make() -> Coverage:
        sample = _sample(held, kind)
        exposure = exposure_of(first_places(sample.asked), sample.asked.parties)
        told = _labels(held, sample, COVERED)
        by_trait = {trait: groups(rows, exposure.counts) for trait, rows in told.items()}
        return Coverage(_scope(sample), exposure, rails_of(exposure), by_trait, _parties(held, sample))

    return _once(held, ("coverage", kind), make)


def comparison(actor: Actor, kind: Kind) -> Comparison:
    """How groups fare on one kind of lists with the weights in force; raises NotReady."""
    _expect_staff(actor)
    held = books()

    def make() -> Comparison:
        sample = _sample(held, kind)
        places, scores = first_places(sample.asked), scores_of(sample)
        adds = mean_additions(held.by_role[kind.role], sample)
        told = _labels(held, sample, COMPARED)
        return Comparison(
            _scope(sample),
            {trait: fairness(rows, places, scores) for trait, rows in told.items()},
            {trait: gaps(rows, adds, CODES) for trait, rows in told.items()},
        )

    return _once(held, ("comparison", kind), make)


def _preview(held: Books, kind: Kind, drafted: Book) -> Preview:
    fresh = _fresh(held, kind.role)
    before = _once(held, ("fresh sample", kind), lambda: sampled(fresh, kind))
    later = before if drafted is fresh else sample_at(drafted, kind, before.places)
    found = effect(before.asked, later.asked)
    told = _labels(held, before, COVERED)
    by_trait = {
        trait: _beside(groups(rows, found.before.counts), groups(rows, found.after.counts))
        for trait, rows in told.items()
    }
    return Preview(
        _scope(before), found, rails_of(found.before), rails_of(found.after), by_trait, _parties(held, before)
    )


def _drafted(held: Books, role: Role, drafted: Weights) -> Book:
    """The book of a role with a draft's weights; the very same where the draft leaves the role as it is."""
    book, weights = held.by_role[role], drafted.roles[role]
    same = without_idle_tables(weights) == without_idle_tables(book.weights)
    return _fresh(held, role) if same else reweighted(book, weights)


def _fresh(held: Books, role: Role) -> Book:
    """The book with how far parties crowd each other as of now, as that of a draft is: both sides measure alike."""
    book = held.by_role[role]
    return _once(held, ("fresh book", role), lambda: reweighted(book, book.weights))


def _beside(before: Sequence[Group], after: Sequence[Group]) -> list[tuple[Group, Group]]:
    """The same groups in the same order: sizes do not change with weights."""
    return list(zip(before, after, strict=True))


def _sample(held: Books, kind: Kind) -> Sample:
    return _once(held, ("sample", kind), lambda: sampled(held.by_role[kind.role], kind))


def _labels(held: Books, sample: Sample, traits: Sequence[Trait]) -> dict[Trait, list[str]]:
    parties = _parties(held, sample)
    return {trait: merged(labels(trait, parties)) for trait in traits}


def _parties(held: Books, sample: Sample) -> tuple[Party, ...]:
    return tuple(held.parties[profile_id] for profile_id in sample.profiles)


def _scope(sample: Sample) -> Scope:
    return Scope(sample.kind, len(sample.places), sample.all_readers, sample.asked.parties)


def _once(held: Books, name: Hashable, make: Callable[[], Made]) -> Made:
    """What was made of these very books, else made now and kept."""
    made = _memory.made_of(held)
    if name not in made:
        made[name] = make()
    found: Made = made[name]
    return found


def _expect_staff(actor: Actor) -> None:
    if not policies.can_see_weights(actor):
        raise NotFound
