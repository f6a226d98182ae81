"""The public pages of a product, and of a company with its products."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import current_actor
from marketplace.products import queries
from marketplace.products.presenters import product_page
from marketplace.profiles import queries as profiles
from marketplace.profiles.presenters import party_page

public = Blueprint("products_public", __name__, url_prefix="/<lang:lang>")


@public.get("/products/<product_id>")
@access(read=Who.ANYONE)
def product(product_id: str) -> ResponseReturnValue:
    """What an enterprise says about one product."""
    row, content = queries.public_product(current_actor(), product_id)
    owner, _ = profiles.live_profile(current_actor(), row.organisation_id)
    return render_template("products/product.html", row=row, page=product_page(content), owner=owner)


@public.get("/companies/<profile_id>")
@access(read=Who.ANYONE)
def company(profile_id: str) -> ResponseReturnValue:
    """What a company shows to everybody, with what it offers."""
    row, profile = profiles.public_profile(current_actor(), profile_id, "company")
    return render_template(
        "products/company.html", row=row, page=party_page(profile), products=queries.products_of(row.organisation_id)
    )
