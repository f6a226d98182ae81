"""The life of a revision and of what it is a revision of, as data."""

from collections.abc import Mapping
from enum import StrEnum

REVISION_MACHINE = "publishing.revision"
SUBJECT_MACHINE = "publishing.subject"


class SubjectKind(StrEnum):
    """What can be published."""

    PROFILE = "profile"
    PRODUCT = "product"
    MANDATE = "mandate"


class Source(StrEnum):
    """Where the words of a revision came from."""

    FORM = "form"
    IMPORT = "import"
    SEED = "seed"


class RevisionState(StrEnum):
    """Where a revision stands. At most one of a subject is a draft, at most one is live."""

    DRAFT = "draft"
    LIVE = "live"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class RevisionMove(StrEnum):
    """What can be decided about a revision."""

    GO_LIVE = "go_live"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    DISCARD = "discard"


class SubjectState(StrEnum):
    """What the world sees of a subject."""

    UNPUBLISHED = "unpublished"
    LIVE = "live"
    WITHDRAWN = "withdrawn"


class SubjectMove(StrEnum):
    """What can happen to a subject as a whole."""

    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class MoveNotPossible(ValueError):
    """No rule leads from this state by this move."""


REVISION_MOVES: Mapping[tuple[RevisionState, RevisionMove], RevisionState] = {
    (RevisionState.DRAFT, RevisionMove.GO_LIVE): RevisionState.LIVE,
    (RevisionState.DRAFT, RevisionMove.DISCARD): RevisionState.DISCARDED,
    (RevisionState.LIVE, RevisionMove.SUPERSEDE): RevisionState.SUPERSEDED,
    (RevisionState.LIVE, RevisionMove.WITHDRAW): RevisionState.WITHDRAWN,
    (RevisionState.SUPERSEDED, RevisionMove.RESTORE): RevisionState.LIVE,
    (RevisionState.WITHDRAWN, RevisionMove.RESTORE): RevisionState.LIVE,
}

SUBJECT_MOVES: Mapping[tuple[SubjectState, SubjectMove], SubjectState] = {
    (SubjectState.UNPUBLISHED, SubjectMove.PUBLISH): SubjectState.LIVE,
    (SubjectState.LIVE, SubjectMove.PUBLISH): SubjectState.LIVE,
    (SubjectState.LIVE, SubjectMove.WITHDRAW): SubjectState.WITHDRAWN,
    (SubjectState.WITHDRAWN, SubjectMove.PUBLISH): SubjectState.LIVE,
}

MACHINES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    REVISION_MACHINE: tuple((str(a), str(move), str(b)) for (a, move), b in REVISION_MOVES.items()),
}


def revision_after(state: RevisionState, move: RevisionMove) -> RevisionState:
    """Where a move leads; raises MoveNotPossible."""
    try:
        return REVISION_MOVES[state, move]
    except KeyError:
        raise MoveNotPossible(f"{move} from {state}") from None


def subject_after(state: SubjectState, move: SubjectMove) -> SubjectState:
    """Where a move leads; raises MoveNotPossible."""
    try:
        return SUBJECT_MOVES[state, move]
    except KeyError:
        raise MoveNotPossible(f"{move} from {state}") from None
