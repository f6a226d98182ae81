"""Clauses and filters in the words of Tantivy; filters never touch a score."""

from collections.abc import Iterable, Sequence

import tantivy

from search_index.clauses import AllOf, Begins, Carries, Clause, Itself, Near, Some, Term
from search_index.embedded.schema import ID, KIND
from search_index.engine import UnknownField
from search_index.fields import IndexFields, filter_field, number_field
from search_index.query import AnyOf, Between, Filter, NoneOf, Steps

_SMALLEST, _LARGEST = -(2**63), 2**63 - 1


class Translator:
    """Builds Tantivy queries for one shape of index."""

    def __init__(self, schema: tantivy.Schema, fields: IndexFields) -> None:
        self._schema = schema
        self._fields = fields

    def clause(self, clause: Clause) -> tantivy.Query:
        """Return a tree of clauses as a query."""
        if isinstance(clause, Term):
            found = tantivy.Query.term_query(self._schema, clause.field, clause.token, index_option="freq")
            return tantivy.Query.boost_query(found, clause.boost)
        if isinstance(clause, AllOf):
            must = [(tantivy.Occur.Must, self.clause(part)) for part in clause.parts]
            extra = [(tantivy.Occur.Should, self.clause(part)) for part in clause.extra]
            return tantivy.Query.boolean_query([*must, *extra])
        if isinstance(clause, Some):
            return self._some(clause)
        return tantivy.Query.const_score_query(self._unscored(clause), clause.boost)

    def _unscored(self, clause: Near | Begins | Carries | Itself) -> tantivy.Query:
        if isinstance(clause, Near):
            return tantivy.Query.fuzzy_term_query(self._schema, clause.field, clause.token, distance=1)
        if isinstance(clause, Begins):
            return self._starting_with(clause.field, clause.start)
        if isinstance(clause, Carries):
            return self.one_of(filter_field(clause.filter), (clause.code,))
        return self.one_of(ID, (clause.id,))

    def _some(self, clause: Some) -> tantivy.Query:
        parts = [(tantivy.Occur.Should, self.clause(part)) for part in clause.parts]
        return tantivy.Query.boolean_query(parts, minimum_number_should_match=clause.minimum)

    def without(self, asked: tantivy.Query, ruled_out: tantivy.Query) -> tantivy.Query:
        """Return what is asked, but for some of it."""
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.MustNot, ruled_out)])

    def narrowed(self, asked: tantivy.Query | None, kinds: Sequence[str], filters: Iterable[Filter]) -> tantivy.Query:
        """Return what is asked, within the kinds and filters."""
        limits = [self.one_of(KIND, kinds), *map(self._filter, filters)]
        silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(limit, 0.0)) for limit in limits]
        wanted = [] if asked is None else [(tantivy.Occur.Must, asked)]
        return tantivy.Query.boolean_query([*silent, *wanted])

    def lifted(self, whole: tantivy.Query, boosts: Iterable[Steps]) -> tantivy.Query:
        """Return the same documents with the constants of the steps added to their scores."""
        ranges = [
            tantivy.Query.const_score_query(self._filter(Between(steps.field, low, high)), boost)
            for steps in boosts
            for low, high, boost in steps.steps
        ]
        extra = [(tantivy.Occur.Should, found) for found in ranges]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, whole), *extra]) if extra else whole

    def _starting_with(self, field: str, token: str) -> tantivy.Query:
        """Return documents with a word in the field that begins with the token."""
        literal = "".join(c if c.isalnum() else f"\\{c}" for c in token)
        return tantivy.Query.regex_query(self._schema, field, f"{literal}.*")

    def _filter(self, wanted: Filter) -> tantivy.Query:
        if isinstance(wanted, AnyOf):
            _known(wanted.field, self._fields.filters)
            return self.one_of(filter_field(wanted.field), wanted.values)
        if isinstance(wanted, NoneOf):
            carriers = self._filter(AnyOf(wanted.field, wanted.values))
            everything = (tantivy.Occur.Must, tantivy.Query.all_query())
            return tantivy.Query.boolean_query([everything, (tantivy.Occur.MustNot, carriers)])
        _known(wanted.field, self._fields.numbers)
        return tantivy.Query.range_query(
            self._schema,
            number_field(wanted.field),
            tantivy.FieldType.Integer,
            lower_bound=_within_64_bits(wanted.low, _SMALLEST),
            upper_bound=_within_64_bits(wanted.high, _LARGEST),
        )

    def one_of(self, field: str, values: Iterable[str]) -> tantivy.Query:
        """Return documents with one of these raw values in the field."""
        return tantivy.Query.term_set_query(self._schema, field, [_encodable(value) for value in values])


def _within_64_bits(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else min(max(number, _SMALLEST), _LARGEST)


def _encodable(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def _known(name: str, names: Iterable[str]) -> None:
    if name not in names:
        raise UnknownField(f"no such field: {name!r}")
