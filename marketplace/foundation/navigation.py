"""The navigation of each area: features add their entries, layouts show those that exist and are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from marketplace.foundation.access import declared
from marketplace.foundation.actor import Actor, current_actor
from marketplace.foundation.i18n import lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: its words and the endpoint that it opens."""

    label: Any
    endpoint: str
    signed_out_only: bool = False
    unattached_only: bool = False
    method: str = "get"


AREAS: dict[str, tuple[Entry, ...]] = {
    "public": (
        Entry(lazy("Companies"), "discovery.companies"),
        Entry(lazy("Products"), "discovery.products"),
        Entry(lazy("Investors"), "discovery.investors"),
        Entry(lazy("Explore"), "discovery.browse"),
        Entry(lazy("25 deals by 2030"), "reporting_public.kpi"),
    ),
    "account": (
        Entry(lazy("Sign in"), "accounts.sign_in", signed_out_only=True),
        Entry(lazy("Sign up"), "accounts.sign_up", signed_out_only=True),
        Entry(lazy("Workspace"), "reporting.overview"),
        Entry(lazy("Staff"), "reporting.staff_overview"),
        Entry(lazy("Your account"), "accounts.show"),
        Entry(lazy("Sign out"), "accounts.sign_out", method="post"),
    ),
    "workspace": (
        Entry(lazy("Your organisations"), "organisations.choose", unattached_only=True),
        Entry(lazy("Overview"), "reporting.overview"),
        Entry(lazy("Profile"), "profiles.edit"),
        Entry(lazy("Our products"), "products.index"),
        Entry(lazy("Mandates"), "mandates.index"),
        Entry(lazy("Matches"), "matching.index"),
        Entry(lazy("Saved searches"), "discovery.saved"),
        Entry(lazy("My alerts"), "alerts.index"),
        Entry(lazy("Introductions"), "deals.introductions"),
        Entry(lazy("Conversations"), "messaging.index"),
        Entry(lazy("Deals"), "deals.index"),
        Entry(lazy("Notifications"), "notifications.index"),
        Entry(lazy("Organisation"), "organisations.show"),
    ),
    "staff": (
        Entry(lazy("Overview"), "reporting.staff_overview"),
        Entry(lazy("Verification"), "deals.verification"),
        Entry(lazy("Declared deals"), "deals.declare"),
        Entry(lazy("Imports"), "exchange.index"),
        Entry(lazy("Reference data"), "reference.index"),
        Entry(lazy("Matching weights"), "matching_staff.index"),
        Entry(lazy("Jobs"), "operations.index"),
    ),
}


def navigation(area: str) -> list[dict[str, object]]:
    """The links of an area that this person may follow: label, href, whether it is where we are."""
    actor = current_actor()
    links: list[dict[str, object]] = []
    for entry in AREAS[area]:
        access = declared(entry.endpoint)
        who = access and (access.read if entry.method == "get" else access.write)
        if not who or not who.admits(actor) or not _concerns(entry, actor):
            continue
        links.append({"label": entry.label, "href": url_for(entry.endpoint), "method": entry.method})
    here = _nearest([str(link["href"]) for link in links], request.path)
    return [{**link, "current": link["href"] == here} for link in links]


def _concerns(entry: Entry, actor: Actor) -> bool:
    """Whether an entry is meant for somebody signed in, or for somebody who acts for an organisation."""
    return not (entry.signed_out_only and actor.is_signed_in) and not (entry.unattached_only and actor.is_member)


def section_of(address: str) -> str | None:
    """The page of the workspace under which an address lies: somebody who acts for another party goes on there."""
    return _nearest(
        [url_for(entry.endpoint) for entry in AREAS["workspace"] if not entry.unattached_only],
        address.partition("?")[0],
    )


def _nearest(addresses: list[str], path: str) -> str | None:
    """The address that is this page, else the one that it lies under."""
    above = [each for each in addresses if f"{path}/".startswith(f"{each.rstrip('/')}/")]
    return max(above, key=len, default=None)
