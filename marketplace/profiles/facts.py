"""What can have happened to profiles."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ProfilesPublished:
    """What the world sees of these parties is new."""

    NAME: ClassVar[str] = "profiles.profiles_published"
    profile_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProfilesWithdrawn:
    """The world no longer sees these parties."""

    NAME: ClassVar[str] = "profiles.profiles_withdrawn"
    profile_ids: tuple[str, ...]
