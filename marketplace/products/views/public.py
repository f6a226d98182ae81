"""The public pages of a product, and of a company with its products."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.foundation.i18n import language
from marketplace.foundation.kept_pages import kept_for_visitors
from marketplace.products import queries
from marketplace.products.presenters import product_head, product_page
from marketplace.profiles import queries as profiles
from marketplace.profiles.presenters import party_head, party_page, public_parts

KEPT_SECONDS = 30  # what is newly found to be like it comes that much later to the foot of the page
public = Blueprint("products_public", __name__, url_prefix="/<lang:lang>")


@public.get("/products/<product_id>")
@access(read=Who.ANYONE)
@kept_for_visitors(lambda product_id: queries.product_stamp(current_actor(), product_id), KEPT_SECONDS)
def product(product_id: str) -> ResponseReturnValue:
    """What an enterprise says about one product."""
    row, content = queries.public_product(current_actor(), product_id)
    owner, _ = profiles.live_profile(current_actor(), row.organisation_id)
    address = url_for("products_public.product", product_id=row.id)
    maker = url_for("products_public.company", profile_id=owner.id)
    return render_template(
        "products/product.html",
        row=row,
        page=product_page(content),
        owner=owner,
        others=[each for each in queries.products_of(row.organisation_id) if each.id != row.id],
        head=product_head(content, address, owner.name.best(language()), maker),
    )


@public.get("/companies/<profile_id>")
@access(read=Who.ANYONE)
@kept_for_visitors(lambda profile_id: queries.company_stamp(current_actor(), profile_id), KEPT_SECONDS)
def company(profile_id: str) -> ResponseReturnValue:
    """What a company shows to everybody, with what it offers."""
    row, profile = profiles.public_profile(current_actor(), profile_id, "company")
    return render_template(
        "products/company.html",
        row=row,
        page=party_page(profile),
        parts=public_parts(profile),
        products=queries.products_of(row.organisation_id),
        head=party_head(profile, url_for("products_public.company", profile_id=row.id)),
    )
