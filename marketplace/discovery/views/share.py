"""Pictures that stand for public pages where people share them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask.typing import ResponseReturnValue

from marketplace.discovery.views.base import blueprint
from marketplace.foundation import pictures
from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import _, language
from marketplace.foundation.text import Localised
from marketplace.products import queries as products
from marketplace.profiles import queries as profiles
from marketplace.profiles.content import PartyProfile


@blueprint.get("/<lang:lang>/share/<any(companies, investors, products):named>/<thing_id>.png")
@access(read=Who.ANYONE)
def picture(named: str, thing_id: str) -> ResponseReturnValue:
    """A company, an investor or a product as a picture; what is not public has none."""
    return pictures.answer(WORDS[named](thing_id))


@blueprint.get("/<lang:lang>/share/site.png")
@access(read=Who.ANYONE)
def site_picture() -> ResponseReturnValue:
    """The picture of every page that has none of its own."""
    return pictures.answer(
        pictures.Words(
            kind=_("National marketplace"),
            title=_("Vietnamese digital technology meets the world"),
            line=_("Companies, products and investors of digital technology, and deals that are checked and counted."),
            site=_site(),
        )
    )


def _site() -> str:
    return str(_("Vươn: the national marketplace for digital technology enterprises"))


def _company(profile_id: str) -> pictures.Words:
    return _of_party(_("Company"), profiles.public_profile(current_actor(), profile_id, "company")[1])


def _investor(profile_id: str) -> pictures.Words:
    return _of_party(_("Investor"), profiles.public_profile(current_actor(), profile_id, "investor")[1])


def _product(product_id: str) -> pictures.Words:
    row, product = products.public_product(current_actor(), product_id)
    _row, owner = profiles.live_profile(current_actor(), row.organisation_id)
    kind = " · ".join((_("Product"), owner.name.best(language())))
    return _words(kind, product.name, product.summary, is_demo=owner.is_demo)


def _of_party(kind: str, party: PartyProfile) -> pictures.Words:
    return _words(kind, party.name, party.summary, is_demo=party.is_demo)


def _words(kind: str, name: Localised, line: Localised, *, is_demo: bool) -> pictures.Words:
    mine = language()
    label = _("Demo") if is_demo else ""
    return pictures.Words(kind, name.best(mine), line.best(mine), _site(), label)


WORDS: Mapping[str, Callable[[str], pictures.Words]] = {
    "companies": _company,
    "investors": _investor,
    "products": _product,
}
