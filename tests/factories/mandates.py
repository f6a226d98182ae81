"""Invented mandates, as content and live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.foundation.actor import Actor
from marketplace.foundation.money import Money
from marketplace.foundation.text import Localised
from marketplace.mandates import services
from marketplace.mandates.content import CRITERIA, Mandate, MandateKind, Privacy, TicketRange
from marketplace.mandates.services import NewMandate
from marketplace.organisations.models import Organisation


def an_investment(**fields: Any) -> Mandate:
    """A filled mandate of an investor; any field can be given."""
    whole = Mandate(
        MandateKind.INVEST,
        title=Localised(vi="Đầu tư vào phần mềm (minh hoạ)", en="Demo software thesis"),
        thesis=Localised(en="Demo thesis: tools for small shops"),
        ticket=TicketRange(500_000_00, 2_000_000_00, "USD"),
        stages=("seed", "early"),
        instruments=("equity",),
        sectors=("finance", "health"),
        technologies=("ai",),
        markets=("VN",),
        directions=("inbound",),
        excluded_countries=("KP",),
    )
    return replace(whole, **fields)


def a_raise(**fields: Any) -> Mandate:
    """A filled mandate of an enterprise that raises money; any field can be given."""
    whole = Mandate(
        MandateKind.RAISE,
        title=Localised(vi="Gọi vốn vòng hạt giống (minh hoạ)", en="Demo seed round"),
        amount_sought=Money(1_500_000_00, "USD"),
        stages=("seed",),
        instruments=("equity",),
        sectors=("finance",),
        technologies=("fintech",),
        use_of_funds=Localised(en="Demo: half for sales abroad"),
        existing_investors=("Demo Angel Fund",),
    )
    return replace(whole, **fields)


def with_privacy(mandate: Mandate, privacy: Privacy) -> Mandate:
    """The same with one class for every criterion."""
    return replace(mandate, privacy=tuple((criterion, privacy) for criterion in CRITERIA))


def a_published_mandate(organisation: Organisation, actor: Actor, mandate: Mandate | None = None) -> str:
    """A live mandate; gives its id. Unless told otherwise a raise of an enterprise, an investment of others."""
    usual = a_raise() if organisation.kind == "enterprise" else an_investment()
    return services.publish_mandate(actor, NewMandate(organisation.id), mandate or usual)
