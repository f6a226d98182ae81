"""The life of a revision, move by move."""

import pytest

from marketplace.publishing.rules import (
    MACHINES,
    REVISION_MACHINE,
    REVISION_MOVES,
    SUBJECT_MOVES,
    MoveNotPossible,
    RevisionMove,
    RevisionState,
    SubjectMove,
    SubjectState,
    revision_after,
    subject_after,
)


@pytest.mark.parametrize("state", RevisionState)
@pytest.mark.parametrize("move", RevisionMove)
def test_a_revision_moves_only_as_the_table_says(state: RevisionState, move: RevisionMove) -> None:
    if (state, move) in REVISION_MOVES:
        assert revision_after(state, move) == REVISION_MOVES[state, move]
    else:
        with pytest.raises(MoveNotPossible):
            revision_after(state, move)


@pytest.mark.parametrize("state", SubjectState)
@pytest.mark.parametrize("move", SubjectMove)
def test_a_subject_moves_only_as_the_table_says(state: SubjectState, move: SubjectMove) -> None:
    if (state, move) in SUBJECT_MOVES:
        assert subject_after(state, move) == SUBJECT_MOVES[state, move]
    else:
        with pytest.raises(MoveNotPossible):
            subject_after(state, move)


def test_a_discarded_draft_never_comes_back() -> None:
    assert all(state != RevisionState.DISCARDED for state, _ in REVISION_MOVES)


def test_the_database_is_given_every_move_of_the_table() -> None:
    assert set(MACHINES[REVISION_MACHINE]) == {(a, move, b) for (a, move), b in REVISION_MOVES.items()}
