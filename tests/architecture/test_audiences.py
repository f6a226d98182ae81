"""What crosses audiences, and which unique keys could tell of a hidden row: each with its reason."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from sqlalchemy import PrimaryKeyConstraint, Table, UniqueConstraint

from marketplace import tables
from marketplace.foundation.database import Base
from tests.architecture.sources import python_files, text_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CROSSING = "tests/architecture/across_audiences.txt"
UNDER_A_SECRET_ID = "begins with the id of a confidential row: 80 random bits, known to those inside only"
# Unique keys of confidential tables without the audience: why a violation tells nobody of a row that it may not see.
TELLING_NOTHING = {
    ("deals_engagement", ("mandate_id", "counterparty_organisation_id", "unheard_side")): (
        "written by asking alone, which looks across audiences first and answers the same for a hidden request; it is "
        "what makes two requests at once one"
    ),
    ("deals_counted_place", ("deal_id",)): "written by the count rule alone, under its lock",
    ("deals_counted_place", ("identity",)): (
        "written by the count rule alone, for officers; that no deal fills two places is its purpose"
    ),
    ("deals_count_decision", ("supersedes_id",)): UNDER_A_SECRET_ID,
    ("deals_count_decision", ("deal_id", "position")): UNDER_A_SECRET_ID,
    ("deals_deal_move", ("deal_id", "position")): UNDER_A_SECRET_ID,
    ("deals_party", ("deal_id", "position")): UNDER_A_SECRET_ID,
    ("deals_party_confirmation", ("party_id", "terms_hash", "number")): UNDER_A_SECRET_ID,
    ("deals_engagement_move", ("engagement_id", "position")): UNDER_A_SECRET_ID,
    ("deals_intro_consent", ("engagement_id", "round", "side")): UNDER_A_SECRET_ID,
    ("deals_proposal", ("deal_id", "live")): UNDER_A_SECRET_ID,
    ("deals_proposal_decision", ("proposal_id",)): UNDER_A_SECRET_ID,
    ("matching_pair_outcome", ("introduction_id", "number")): UNDER_A_SECRET_ID,
    ("messaging_message", ("conversation_id", "sequence")): UNDER_A_SECRET_ID,
    ("messaging_read_mark", ("conversation_id", "organisation_id", "person_id")): UNDER_A_SECRET_ID,
}


def test_what_crosses_audiences_is_listed() -> None:
    """Read the difference: everything here shows or writes rows that the one who asks is not inside of."""
    found = sorted(line for name in python_files() if name.startswith("marketplace/") for line in _crossings(name))
    assert found == text_of(CROSSING).splitlines()


def _crossings(name: str) -> Iterator[str]:
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in _calls(node):
                reason = inner.args[0]
                assert isinstance(reason, ast.Constant), f"{name}: a reason is written where it is meant"
                yield f"{name.removesuffix('.py').replace('/', '.')}.{node.name}: {reason.value!s}"


def _calls(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "across_audiences":
            yield node


def test_a_unique_key_of_a_confidential_table_has_the_audience_or_a_reason() -> None:
    assert tables.MACHINES is not None
    without = {
        (table.name, key)
        for table in Base.metadata.sorted_tables
        if "audience_id" in table.columns
        for key in _unique_keys(table)
        if "audience_id" not in key and key != ("id",)
    }
    assert without == TELLING_NOTHING.keys()


def _unique_keys(table: Table) -> Iterator[tuple[str, ...]]:
    for key in table.constraints:
        if isinstance(key, UniqueConstraint | PrimaryKeyConstraint):
            yield tuple(column.name for column in key.columns)
    for index in table.indexes:
        if index.unique:
            yield tuple(column.name for column in index.columns)
