"""The workspace's product pages: list, new, edit, preview, compare, publish, withdraw."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.foundation.access import Who, access
from marketplace.foundation.actor import Actor, NotFound, Refused, allow, current_actor
from marketplace.foundation.forms import Form
from marketplace.foundation.i18n import _, lazy
from marketplace.foundation.once import Repeated
from marketplace.foundation.refusals import texts, words
from marketplace.foundation.versions import Conflict
from marketplace.products import forms, policies, queries, services
from marketplace.products.content import Product
from marketplace.products.forms import ProductForm
from marketplace.products.presenters import differences, product_page
from marketplace.products.queries import OwnProduct
from marketplace.products.services import NewProduct
from marketplace.profiles.presenters import Difference

workspace = Blueprint("products", __name__, url_prefix="/workspace/products")

texts(
    {
        "products.name_missing": lazy("Nothing was published: the product has no name yet."),
        "products.no_draft": lazy("There is no draft to publish. What is live stays as it is."),
    }
)


@workspace.get("")
@access(read=Who.MEMBER)
def index() -> ResponseReturnValue:
    """Every product of the organisation, drafts and withdrawn ones too."""
    actor = current_actor()
    own = queries.own_products(actor, str(actor.organisation_id))
    return render_template("products/index.html", products=own, can_edit=_can_edit(actor))


@workspace.get("/new")
@access(read=Who.MEMBER)
def new() -> ResponseReturnValue:
    """An empty form."""
    allow(_can_edit(current_actor()))
    return _form_page(None, ProductForm())


@workspace.post("/new")
@access(write=Who.MEMBER)
def create() -> ResponseReturnValue:
    """Keep a new product as a draft, or publish it."""
    actor = current_actor()
    form = ProductForm()
    if not form.is_sent():
        return _form_page(None, form), 422
    try:
        return _keep(actor, NewProduct(str(actor.organisation_id), form.once_key), forms.typed(form, None), None)
    except Repeated as repeated:
        return redirect(url_for("products.edit", product_id=repeated.result_id))
    except Refused as refusal:
        return _form_page(None, form, words(refusal)), 422


@workspace.get("/<product_id>")
@access(read=Who.MEMBER)
def edit(product_id: str) -> ResponseReturnValue:
    """The form, filled with the draft, else with what is live, else with what was withdrawn."""
    own = queries.own_product(current_actor(), product_id)
    return _form_page(own, forms.filled(_start(own), own.version))


@workspace.post("/<product_id>")
@access(write=Who.MEMBER)
def save(product_id: str) -> ResponseReturnValue:
    """Keep the draft, or publish what was typed."""
    actor = current_actor()
    own = queries.own_product(actor, product_id)
    form = ProductForm()
    if not form.is_sent():
        return _form_page(own, form), 422
    typed = forms.typed(form, _start(own))
    try:
        return _keep(actor, product_id, typed, form.version_number or 0)
    except Conflict as conflict:
        return _conflict_page(product_id, form, typed, conflict)
    except Refused as refusal:
        return _form_page(own, form, words(refusal)), 422


def _keep(actor: Actor, place: str | NewProduct, typed: Product, version: int | None) -> ResponseReturnValue:
    if request.form.get("then") == "publish":
        product_id = services.publish_product(actor, place, typed, expected_version=version)
        flash(_("The product is published."), "success")
    else:
        product_id = services.save_draft(actor, place, typed, version).subject_id
        flash(_("The draft is saved. Nobody outside your organisation sees it."), "success")
    return redirect(url_for("products.edit", product_id=product_id))


@workspace.get("/<product_id>/preview")
@access(read=Who.MEMBER)
def preview(product_id: str) -> ResponseReturnValue:
    """The draft as its page would look."""
    own = queries.own_product(current_actor(), product_id)
    return render_template("products/preview.html", own=own, page=product_page(_start(own)))


@workspace.get("/<product_id>/compare")
@access(read=Who.MEMBER)
def compare(product_id: str) -> ResponseReturnValue:
    """What the draft changes."""
    own = queries.own_product(current_actor(), product_id)
    if own.draft is None:
        raise NotFound
    return render_template("products/compare.html", own=own, changes=differences(own.live, own.draft))


@workspace.post("/<product_id>/publish")
@access(write=Who.MEMBER)
def publish(product_id: str) -> ResponseReturnValue:
    """Publish the kept draft."""
    services.publish_draft(current_actor(), product_id, _version())
    flash(_("The product is published."), "success")
    return redirect(url_for("products.edit", product_id=product_id))


@workspace.post("/<product_id>/discard")
@access(write=Who.MEMBER)
def discard(product_id: str) -> ResponseReturnValue:
    """Throw the draft away."""
    services.discard_draft(current_actor(), product_id, _version())
    flash(_("The draft is gone. What is live stays as it was."), "success")
    return redirect(url_for("products.index"))


@workspace.post("/<product_id>/withdraw")
@access(write=Who.MEMBER)
def withdraw(product_id: str) -> ResponseReturnValue:
    """Take the product off the public pages."""
    services.withdraw_product(current_actor(), product_id, _version())
    flash(_("The product is withdrawn. Nobody outside your organisation sees it."), "success")
    return redirect(url_for("products.index"))


def _can_edit(actor: Actor) -> bool:
    return policies.can_edit_products(actor, str(actor.organisation_id))


def _start(own: OwnProduct) -> Product:
    """The text that the form starts from."""
    if own.newest is None:
        raise NotFound
    return own.newest


def _version() -> int | None:
    return Form().version_number


def _form_page(
    own: OwnProduct | None, form: ProductForm, refused: str | None = None, changes: list[Difference] | None = None
) -> str:
    forms.add_blank_rows(form)
    return render_template(
        "products/edit.html",
        own=own,
        form=form,
        refused=refused,
        changes=changes or [],
        can_edit=_can_edit(current_actor()),
    )


def _conflict_page(product_id: str, form: ProductForm, typed: Product, conflict: Conflict) -> ResponseReturnValue:
    """Both texts: what a colleague saved meanwhile, and what was typed here, which can still be sent."""
    own = queries.own_product(current_actor(), product_id)
    form.version.data = str(conflict.current)
    return _form_page(own, form, changes=differences(own.newest, typed)), 409
