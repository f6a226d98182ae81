"""What happens to people's accounts."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """Somebody asked for a mailed link; whether anybody gets it is decided where nobody watches."""

    NAME: ClassVar[str] = "accounts.link_asked"
    link_id: str
    purpose: str


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """A person has an account and a verified address."""

    NAME: ClassVar[str] = "accounts.person_registered"
    registered_id: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person signed in."""

    NAME: ClassVar[str] = "accounts.signed_in"
    signed_in_id: str
    session_id: str
    authenticated_with: str


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """A known account was tried with a wrong password, or while suspended."""

    NAME: ClassVar[str] = "accounts.sign_in_failed"
    tried_id: str


@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """Sessions ended before their time, and why."""

    NAME: ClassVar[str] = "accounts.sessions_ended"
    owner_id: str
    session_ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class ActingSwitched:
    """A person acts for another organisation from now on."""

    NAME: ClassVar[str] = "accounts.acting_switched"
    session_id: str
    acting_before: str | None
    acting_for: str


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """A password changed: by its owner, or through a mailed link."""

    NAME: ClassVar[str] = "accounts.password_changed"
    owner_id: str
    way: str


@dataclass(frozen=True, slots=True)
class DetailsChanged:
    """A person's name or language changed."""

    NAME: ClassVar[str] = "accounts.details_changed"
    owner_id: str


@dataclass(frozen=True, slots=True)
class PersonSuspended:
    """A person may not sign in until reinstated."""

    NAME: ClassVar[str] = "accounts.person_suspended"
    suspended_id: str


@dataclass(frozen=True, slots=True)
class PersonReinstated:
    """A suspended person may sign in again."""

    NAME: ClassVar[str] = "accounts.person_reinstated"
    reinstated_id: str
