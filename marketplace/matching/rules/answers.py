"""What an organisation can say about another: the answers, and what each means for lists."""

from enum import StrEnum

POSTPONED_DAYS = 90


class Answer(StrEnum):
    """From "must meet" to "never"; OPEN takes an earlier answer back."""

    MUST = "must"
    YES = "yes"
    LATER = "later"
    NO = "no"
    OPEN = "open"


def is_veto(answer: str | None) -> bool:
    """Whether an answer removes the pair from matches and introductions on both sides."""
    return answer == Answer.NO


def is_postponed(answer: str | None, days_ago: int) -> bool:
    """Whether an answer still keeps the other party out of one's own lists."""
    return answer == Answer.LATER and days_ago < POSTPONED_DAYS
