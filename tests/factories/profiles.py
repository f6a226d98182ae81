"""Invented profiles, as content and live."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marketplace.foundation.actor import Actor
from marketplace.foundation.text import Localised
from marketplace.organisations.models import Organisation
from marketplace.profiles import services
from marketplace.profiles.content import PartyProfile, YearFigure
from tests.factories.organisations import an_actor, an_enterprise, an_investor


def a_profile(name: str = "Demo Sao Biển", **fields: Any) -> PartyProfile:
    """A filled profile of an enterprise; any field can be given."""
    whole = PartyProfile(
        kind="enterprise",
        name=Localised(vi=f"Công ty {name}", en=name),
        summary=Localised(vi="Phần mềm kế toán cho cửa hàng nhỏ", en="Accounting software for small shops"),
        country="VN",
        province="01",
        founded_year=2012,
        ownership="vietnamese",
        technologies=("ai", "cloud"),
        sectors=("finance",),
        segments=("software",),
        markets=("JP", "SG"),
        figures=(YearFigure(2024, export_usd=250_000_00), YearFigure(2025, export_usd=400_000_00)),
        is_demo=True,
    )
    return replace(whole, **fields)


def a_published_enterprise(name: str = "Demo Sao Biển", **fields: Any) -> tuple[Organisation, Actor]:
    """An enterprise whose profile is live, and an administrator of it."""
    organisation = an_enterprise(name)
    actor = an_actor(organisation)
    services.publish_profile(actor, organisation.id, a_profile(name, **fields))
    return organisation, actor


def a_published_investor(name: str = "Demo Lotus Fund", **fields: Any) -> tuple[Organisation, Actor]:
    """An investor whose profile is live, and an administrator of it."""
    organisation = an_investor(name)
    actor = an_actor(organisation)
    whole = PartyProfile(
        kind="investor",
        name=Localised(en=name),
        summary=Localised(en="Early-stage fund for Southeast Asia"),
        country="SG",
        sectors=("finance", "health"),
        is_demo=True,
    )
    services.publish_profile(actor, organisation.id, replace(whole, **fields))
    return organisation, actor
