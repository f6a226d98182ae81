"""Rules of passwords, sessions, mailed links and tries, as data and plain functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.foundation.text import folded_key, nfc

PASSWORD_LENGTH = 15
PASSWORD_LIMIT = 256
OWN_WORDS_LEAVE = 8
SAFE_GUESSES_LOG10 = 10.0
SHORTEST_OWN_WORD = 3
BROWSER_TEXT = 200


class Purpose(StrEnum):
    """What a mailed link is for."""

    SIGN_UP = "sign_up"
    RESET = "reset"


class EndReason(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_OWNER = "by_owner"
    PASSWORD = "password"  # noqa: S105 - a reason, not a password
    ROLE = "role"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives without use, and at most."""

    idle: timedelta
    absolute: timedelta

    def is_over(self, created_at: datetime, last_seen_at: datetime, moment: datetime) -> bool:
        """Whether a session of this age is over; one from the future is over too."""
        return not (
            created_at - CLOCK_SLIP <= moment < created_at + self.absolute and moment < last_seen_at + self.idle
        )

    def left(self, created_at: datetime, moment: datetime) -> timedelta:
        """How long a session that is used now will live; less than `idle` when its end in use is near."""
        return max(timedelta(0), min(self.idle, created_at + self.absolute - moment))


WARN_BEFORE = timedelta(minutes=2)
CLOCK_SLIP = timedelta(minutes=5)
ORDINARY = Lifetime(idle=timedelta(minutes=30), absolute=timedelta(hours=12))
STAFF = Lifetime(idle=timedelta(minutes=15), absolute=timedelta(hours=8))
SEEN_EVERY = timedelta(minutes=1)
LINK_LIFE = {Purpose.SIGN_UP: timedelta(hours=24), Purpose.RESET: timedelta(minutes=60)}

# Words that anybody would try first here; a password that is little more than these is refused.
CONTEXT_WORDS = (
    "vươn", "vuon", "marketplace", "sàn kết nối", "kết nối", "đầu tư", "investor", "investment", "nhà đầu tư",
    "doanh nghiệp", "công nghệ số", "enterprise", "digital technology", "make in viet nam", "make in vietnam",
    "việt nam", "vietnam", "vietnamese", "hà nội", "hanoi", "hồ chí minh", "sài gòn", "saigon",
    "bộ khoa học và công nghệ", "khoa học và công nghệ", "bộ thông tin và truyền thông", "thông tin và truyền thông",
    "ministry of science and technology",
    "ministry", "most", "mic",
)  # fmt: skip


class PasswordFault(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OWN_WORDS = "own_words"
    PREDICTABLE = "predictable"


def email_key(email: str) -> str:
    """What two spellings of one address share."""
    return nfc(email).casefold()


def is_one_address(email: str) -> bool:
    """Whether a text could be exactly one address: one @, no list, no spaces."""
    local, at, domain = email.partition("@")
    return bool(local and at and "." in domain) and not any(c in email for c in ' ,;<>"\\\n') and "@" not in domain


def prepared(password: str) -> str:
    """The password as it is counted and hashed: NFKC, so that every keyboard types the same; never trimmed or cut."""
    return unicodedata.normalize("NFKC", password)


def password_length_fault(password: str) -> PasswordFault | None:
    """Whether a password has a length that is accepted, counted in code points."""
    if len(password) > PASSWORD_LIMIT * 4:
        return PasswordFault.TOO_LONG
    length = len(prepared(password))
    if length < PASSWORD_LENGTH:
        return PasswordFault.TOO_SHORT
    return PasswordFault.TOO_LONG if length > PASSWORD_LIMIT else None


def closed_up(text: str) -> str:
    """A text without marks, case, spaces or punctuation."""
    return folded_key(text).replace(" ", "")


def own_words(*texts: str) -> tuple[str, ...]:
    """The words that must not make up a password: ours, and each text given with its parts, longest first."""
    parts = {closed_up(text) for text in (*CONTEXT_WORDS, *texts)}
    parts |= {closed_up(word) for text in texts for word in folded_key(text).split()}
    return tuple(
        sorted((part for part in parts if len(part) >= SHORTEST_OWN_WORD), key=lambda part: (-len(part), part))
    )


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether little is left of a password once these words and all digits are taken out."""
    plain = closed_up(password)
    rest = plain
    for word in words:
        rest = rest.replace(word, "")
    letters = "".join(character for character in rest if not character.isdigit())
    return rest != plain and len(letters) < OWN_WORDS_LEAVE
