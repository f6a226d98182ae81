"""The use cases of products: each is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.foundation.actor import Actor, NotFound, Refused, allow
from marketplace.foundation.database import transaction
from marketplace.foundation.ids import new_id
from marketplace.foundation.journal import record
from marketplace.foundation.once import claim
from marketplace.products import policies, queries
from marketplace.products.content import Product, from_json, to_json
from marketplace.products.facts import ProductsPublished, ProductsWithdrawn
from marketplace.products.services.rows import Shown, hide_rows, write_rows
from marketplace.publishing import queries as revisions
from marketplace.publishing import services as publishing
from marketplace.publishing.models import Revision
from marketplace.publishing.rules import RevisionState, Source, SubjectKind
from marketplace.publishing.services import NewSubject, Outcome, Published, Wanted


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product that is not there yet: whose it will be, and the form's one-time key."""

    organisation_id: str
    once: str | None = None


def save_draft(
    actor: Actor, place: str | NewProduct, product: Product, expected_version: int | None = None
) -> Revision:
    """Keep what was typed as the draft of an own product, or of a new one. Raises Repeated for a key used before."""
    with transaction():
        return _drafted(actor, place, product, Source.FORM, None, expected_version)


def publish_product(
    actor: Actor,
    place: str | NewProduct,
    product: Product,
    source: str = Source.FORM,
    batch_id: str | None = None,
    expected_version: int | None = None,
) -> str:
    """Make this the live product; gives its id. Refused: products.name_missing."""
    with transaction() as session:
        _check(product)
        draft = _drafted(actor, place, product, source, batch_id, expected_version)
        if draft.state == RevisionState.LIVE:
            return draft.subject_id
        held = publishing.go_live(actor, draft)
        _show(session, [Shown(held.id, held.organisation_id, draft.id, product)])
    return held.id


def publish_draft(actor: Actor, product_id: str, expected_version: int | None = None) -> str:
    """Make the kept draft live. Refused: products.no_draft."""
    with transaction():
        revisions.locked_subject(actor, product_id)
        own = queries.own_product(actor, product_id)
        if own.draft is None:
            raise Refused("products.no_draft")
        return publish_product(actor, product_id, own.draft, expected_version=expected_version)


def publish_many(
    actor: Actor, wanted: Sequence[tuple[str, str, Product]], batch_id: str, source: str = Source.IMPORT
) -> list[Published]:
    """Bring many products (id, organisation id, content) live, in the order given, with one fact."""
    with transaction() as session:
        texts = []
        for product_id, organisation_id, product in wanted:
            _check(product)
            texts.append(Wanted(product_id, organisation_id, to_json(product)))
        done = publishing.publish_many(actor, SubjectKind.PRODUCT, texts, source, batch_id)
        by_id = {product_id: (organisation_id, product) for product_id, organisation_id, product in wanted}
        _show(session, [_shown(item, *by_id[item.subject_id]) for item in done if item.outcome != Outcome.UNCHANGED])
    return done


def withdraw_product(actor: Actor, product_id: str, expected_version: int | None = None) -> None:
    """The world no longer sees the product. Refused: publishing.not_possible."""
    with transaction() as session:
        _expect_product(actor, product_id)
        publishing.withdraw(actor, product_id, expected_version)
        hide_rows(session, [product_id])
        record(ProductsWithdrawn((product_id,)))


def restore_revision(actor: Actor, subject_id: str, revision_id: str, expected_version: int | None = None) -> None:
    """An earlier text of the product is live again. Refused: publishing.not_possible."""
    with transaction() as session:
        _expect_product(actor, subject_id)
        chosen = publishing.revert_to(actor, subject_id, revision_id, expected_version)
        owner = revisions.subject(actor, subject_id).organisation_id
        _show(session, [Shown(subject_id, owner, chosen.id, from_json(chosen.content))])


def discard_draft(actor: Actor, product_id: str, expected_version: int | None = None) -> None:
    """Throw the draft away."""
    with transaction():
        _expect_product(actor, product_id)
        publishing.discard_draft(actor, product_id, expected_version)


def _drafted(
    actor: Actor,
    place: str | NewProduct,
    product: Product,
    source: str,
    batch_id: str | None,
    expected_version: int | None,
) -> Revision:
    if isinstance(place, str):
        _expect_product(actor, place)
        return publishing.save_draft(actor, place, to_json(product), source, batch_id, expected_version)
    allow(policies.can_edit_products(actor, place.organisation_id))
    product_id = new_id()
    if place.once is not None:
        claim(place.once, "products.new", product_id)
    subject = NewSubject(SubjectKind.PRODUCT, place.organisation_id, product_id)
    return publishing.save_draft(actor, subject, to_json(product), source, batch_id)


def _shown(published: Published, organisation_id: str, product: Product) -> Shown:
    is_new = published.outcome == Outcome.CREATED
    return Shown(published.subject_id, organisation_id, published.revision_id, product, is_new)


def _show(session: Session, shown: Sequence[Shown]) -> None:
    if not shown:
        return
    write_rows(session, shown)
    record(ProductsPublished(tuple(item.product_id for item in shown)))


def _expect_product(actor: Actor, product_id: str) -> None:
    if revisions.subject(actor, product_id).kind != SubjectKind.PRODUCT:
        raise NotFound


def _check(product: Product) -> None:
    if product.name.is_empty:
        raise Refused("products.name_missing")
