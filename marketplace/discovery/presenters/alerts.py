"""Kept searches that are followed, in words: which of the words and filters something met."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.alerts.presenters.tellers import Followed, Link, Reason, Teller, tell_with
from marketplace.alerts.rules.digest import Part
from marketplace.alerts.rules.frequency import Kind as Follows
from marketplace.alerts.rules.news import News
from marketplace.discovery.models import SavedSearch
from marketplace.discovery.presenters.labels import PAGES_BY_NAME, label
from marketplace.discovery.presenters.saved import asked_for, where
from marketplace.discovery.queries.alerts import Noted, asked_by, still_found
from marketplace.discovery.queries.reading import Found, FoundProduct, read_kinds
from marketplace.discovery.queries.saved import own_search, own_searches
from marketplace.discovery.rules import EVERYTHING, FACETS, Kept, Kind
from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.i18n import _, language

PRODUCT_PAGE = "products_public.product"


def _own(actor: Actor) -> Mapping[str, Followed]:
    return {row.id: _followed(row) for row in own_searches(actor)}


def _followed(row: SavedSearch) -> Followed:
    newest = {} if row.kind == EVERYTHING else {"sort": "newest"}
    link = Link(f"discovery.{PAGES_BY_NAME[row.kind]}", {"lang": language(), **row.arguments, **newest})
    return Followed(row.name, f"{where(row.kind)} · {asked_for(Kept(row.kind, row.arguments))}", link, row.name)


def _tell(actor: Actor, search_id: str, told: Part, in_mail: bool) -> list[Reason]:  # noqa: ARG001 - a search is nobody else's secret
    try:
        row = own_search(actor, search_id)
    except NotFound:
        return []
    things = dict(told.things)
    noted = {each.id: each for each in still_found(row, list(things))}
    by_kind: dict[Kind, list[str]] = {}
    for each in noted.values():
        by_kind.setdefault(each.kind, []).append(each.id)
    found = [each for held in read_kinds(by_kind).values() for each in held]
    return [_reason(each, row, noted[each.row.id], things[each.row.id]) for each in found]


def _reason(found: Found, row: SavedSearch, noted: Noted, why: str) -> Reason:
    said = _sentence(row.name, _met(row, noted), why)
    if not isinstance(found, FoundProduct):
        return Reason(found.row.id, said)
    name = found.row.name.best(language())
    return Reason(found.owner.id, said, (name, Link(PRODUCT_PAGE, {"lang": language(), "product_id": found.row.id})))


def _met(row: SavedSearch, noted: Noted) -> str:
    """The words of the search, and those of its filters that the thing carries."""
    asked = asked_by(row)
    met = [f"“{asked.text}”"] if asked.text else []
    for facet in FACETS[asked.kind]:
        carried = (code for code in asked.values(facet.field) if f"{facet.field}:{code}" in noted.codes)
        met += [label(facet.taxonomy, code) for code in carried]
    return " · ".join(met)


def _sentence(name: str, met: str, why: str) -> str:
    if why == News.CHANGED:
        words = _("Changed, and now meets your search “%(name)s”: %(met)s", name=name, met=met)
        return str(words if met else _("Changed, and now meets your search “%(name)s”", name=name))
    words = _("Meets your search “%(name)s”: %(met)s", name=name, met=met)
    return str(words if met else _("New in your search “%(name)s”", name=name))


tell_with(Follows.SEARCH, Teller(_own, _tell))
