"""What an organisation can say about another: the answers, and what each means for lists."""

from calendar import monthrange
from datetime import date
from enum import StrEnum

MONTHS = (1, 3, 6, 12)
USUAL_MONTHS = 3
YEAR = 12


class Answer(StrEnum):
    """From "must meet" to "never"; OPEN takes an earlier answer back."""

    MUST = "must"
    YES = "yes"
    LATER = "later"
    NO = "no"
    OPEN = "open"


WISHES = frozenset({Answer.MUST, Answer.YES})


def is_veto(answer: str | None) -> bool:
    """Whether an answer removes the pair from matches and introductions on both sides."""
    return answer == Answer.NO


def is_wish(answer: str | None) -> bool:
    """Whether an answer asks for a meeting."""
    return answer in WISHES


def months_of(answer: Answer, months: int | None) -> int | None:
    """How long "later" waits, three months unless said; None for other answers. Raises ValueError for other numbers."""
    if answer is not Answer.LATER:
        return None
    if months not in (None, *MONTHS):
        raise ValueError(f"later waits one of {MONTHS} months")
    return months or USUAL_MONTHS


def asked_again_on(said: date, months: int | None) -> date:
    """The day on which a party that was put off comes back: the same day some months on, or the month's last."""
    count = said.year * YEAR + said.month - 1 + (months or USUAL_MONTHS)
    year, month = count // YEAR, count % YEAR + 1
    return date(year, month, min(said.day, monthrange(year, month)[1]))


def is_postponed(answer: str | None, said: date, months: int | None, day: date) -> bool:
    """Whether an answer still keeps the other party out of one's own lists on a day."""
    return answer == Answer.LATER and day < asked_again_on(said, months)
