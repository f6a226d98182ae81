"""What happens to parties, their members, units, groups and circles."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OrganisationsCreated:
    """Parties came into being, one by a person or many by an import."""

    NAME: ClassVar[str] = "organisations.organisations_created"
    organisation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationRenamed:
    """A party's name changed."""

    NAME: ClassVar[str] = "organisations.organisation_renamed"
    organisation_id: str


@dataclass(frozen=True, slots=True)
class EnterpriseCodeSet:
    """A party's enterprise code was entered or corrected."""

    NAME: ClassVar[str] = "organisations.enterprise_code_set"
    organisation_id: str


@dataclass(frozen=True, slots=True)
class OrganisationsGrouped:
    """These parties stand under one control from now on."""

    NAME: ClassVar[str] = "organisations.organisations_grouped"
    group_id: str
    organisation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationUngrouped:
    """A party left its corporate group."""

    NAME: ClassVar[str] = "organisations.organisation_ungrouped"
    organisation_id: str
    group_id: str


@dataclass(frozen=True, slots=True)
class UnitOpened:
    """A part of an organisation was set up."""

    NAME: ClassVar[str] = "organisations.unit_opened"
    unit_id: str
    organisation_id: str
    provinces: tuple[str, ...]
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitChanged:
    """What a unit answers for, or may do, changed."""

    NAME: ClassVar[str] = "organisations.unit_changed"
    unit_id: str
    provinces_before: tuple[str, ...]
    provinces: tuple[str, ...]
    powers_before: tuple[str, ...]
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A person became a member: as founder, by invitation, by request or by appointment."""

    NAME: ClassVar[str] = "organisations.member_joined"
    organisation_id: str
    membership_id: str
    member_id: str
    role: str
    way: str


@dataclass(frozen=True, slots=True)
class MemberRoleChanged:
    """A member's role changed."""

    NAME: ClassVar[str] = "organisations.member_role_changed"
    organisation_id: str
    member_id: str
    role_before: str
    role: str


@dataclass(frozen=True, slots=True)
class MemberPlaced:
    """A member was put into a unit, with these powers."""

    NAME: ClassVar[str] = "organisations.member_placed"
    organisation_id: str
    member_id: str
    unit_before: str | None
    unit_id: str | None
    powers_before: tuple[str, ...]
    powers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRemoved:
    """A person is no longer a member."""

    NAME: ClassVar[str] = "organisations.member_removed"
    organisation_id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class MemberInvited:
    """A place was offered to an address."""

    NAME: ClassVar[str] = "organisations.member_invited"
    invitation_id: str
    organisation_id: str
    role: str


@dataclass(frozen=True, slots=True)
class InvitationWithdrawn:
    """An offered place was taken back."""

    NAME: ClassVar[str] = "organisations.invitation_withdrawn"
    invitation_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True)
class JoinAsked:
    """A person asked for a place."""

    NAME: ClassVar[str] = "organisations.join_asked"
    request_id: str
    organisation_id: str


@dataclass(frozen=True, slots=True)
class JoinDecided:
    """A request for a place was answered."""

    NAME: ClassVar[str] = "organisations.join_decided"
    request_id: str
    organisation_id: str
    state: str


@dataclass(frozen=True, slots=True)
class AudienceOpened:
    """A confidential circle was opened for these parties."""

    NAME: ClassVar[str] = "organisations.audience_opened"
    audience_id: str
    purpose: str
    organisation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudienceMemberAdded:
    """A party, or one person of it, came into a circle."""

    NAME: ClassVar[str] = "organisations.audience_member_added"
    audience_id: str
    organisation_id: str
    member_id: str | None


@dataclass(frozen=True, slots=True)
class AudienceMemberRemoved:
    """A party, or one person of it, left a circle."""

    NAME: ClassVar[str] = "organisations.audience_member_removed"
    audience_id: str
    organisation_id: str
    member_id: str | None
