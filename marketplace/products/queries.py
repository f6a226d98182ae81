"""Products: what is live for everybody, and everything of one's own organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from marketplace.foundation.actor import Actor, NotFound
from marketplace.foundation.database import db
from marketplace.products.content import Product, from_json
from marketplace.products.models import ProductRow
from marketplace.profiles.models import Profile
from marketplace.profiles.rules import PUBLIC_PAGES
from marketplace.publishing import queries as publishing
from marketplace.publishing.models import Revision, RevisionMoved, Subject
from marketplace.publishing.rules import SubjectKind

COMPANY = "company"  # the public page of who offers products


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """A product as the members of its enterprise see it: draft, live, else the last text; and the form's version."""

    product_id: str
    organisation_id: str
    state: str
    version: int
    draft: Product | None
    live: Product | None
    last: Product | None = None

    @property
    def newest(self) -> Product | None:
        """The draft, else what is live, else what was withdrawn."""
        return self.draft or self.live or self.last


def own_product(actor: Actor, product_id: str) -> OwnProduct:
    """One product of the own organisation; NotFound for strangers."""
    held = publishing.subject(actor, product_id)
    if held.kind != SubjectKind.PRODUCT:
        raise NotFound
    return _own([held])[0]


def own_products(actor: Actor, organisation_id: str) -> list[OwnProduct]:
    """Every product of the own organisation, drafts and withdrawn ones too, newest first."""
    publishing.expect_reach(actor, organisation_id)
    mine = publishing.subjects_of(actor).where(
        Subject.organisation_id == organisation_id, Subject.kind == SubjectKind.PRODUCT
    )
    held = db.session.scalars(mine.order_by(Subject.id.desc())).all()
    return _own(held)


def own_revisions(actor: Actor, product_id: str) -> Sequence[Revision]:
    """Every revision of an own product, newest first."""
    return publishing.revisions(actor, product_id)


def _pointers(held: Sequence[Subject]) -> list[str]:
    return [pointer for row in held for pointer in (row.draft_revision_id, row.live_revision_id) if pointer]


def _own(held: Sequence[Subject]) -> list[OwnProduct]:
    contents = publishing.contents_by_revision(_pointers(held))
    gone = publishing.last_contents([row.id for row in held if not _pointers([row])])

    def read(revision_id: str | None) -> Product | None:
        return from_json(contents[revision_id]) if revision_id is not None else None

    return [
        OwnProduct(
            row.id,
            row.organisation_id,
            row.state,
            row.version,
            read(row.draft_revision_id),
            read(row.live_revision_id),
            from_json(gone[row.id]) if row.id in gone else None,
        )
        for row in held
    ]


def _public() -> Select[ProductRow]:
    """Live products of parties whose own profile is live: an enterprise that withdraws takes its products along.

    The party is looked up for each product, never the other way: SQLite would begin with every party of the kinds.
    """
    owner = select(Profile.id).where(
        Profile.id == ProductRow.organisation_id, Profile.live, Profile.kind.in_(PUBLIC_PAGES)
    )
    return select(ProductRow).where(ProductRow.live, owner.correlate(ProductRow).exists())


def public_product(_actor: Actor, product_id: str) -> tuple[ProductRow, Product]:
    """A product that the world sees, row and content; NotFound otherwise."""
    row = db.session.scalar(_public().where(ProductRow.id == product_id))
    if row is None:
        raise NotFound
    return row, from_json(publishing.live_content(SubjectKind.PRODUCT, row.id))


def company_stamp(_actor: Actor, profile_id: str) -> str:
    """Which revisions stand on a company's public page now, its products' too; NotFound where there is no such page."""
    kinds = [kind for kind, page in PUBLIC_PAGES.items() if page == COMPANY]
    return _stamp(select(Profile).where(Profile.id == profile_id, Profile.live, Profile.kind.in_(kinds)))


def product_stamp(_actor: Actor, product_id: str) -> str:
    """Which revisions stand on a product's public page now: its own, its enterprise's and those beside it."""
    owner = _public().where(ProductRow.id == product_id).with_only_columns(ProductRow.organisation_id)
    return _stamp(select(Profile).where(Profile.id == owner.scalar_subquery(), Profile.live))


def _stamp(owner: Select[Profile]) -> str:
    """The revision of a party, those of all products that it shows and, as the foot of its page names others, the last
    decision about anybody's: all in one statement.
    """
    shown = (
        select(func.aggregate_strings(ProductRow.revision_id, ","))
        .where(ProductRow.organisation_id == Profile.id, ProductRow.live)
        .scalar_subquery()
    )
    last = select(func.max(RevisionMoved.id)).scalar_subquery()
    found = db.session.execute(owner.with_only_columns(Profile.revision_id, shown, last)).one_or_none()
    if found is None:
        raise NotFound
    return f"{found[0]}:{found[1] or ''}:{found[2]}"


def live_product(actor: Actor, product_id: str) -> tuple[ProductRow, Product]:
    """The same under the name that every publishable kind has."""
    return public_product(actor, product_id)


def products_of(organisation_id: str) -> Sequence[ProductRow]:
    """The products that an enterprise shows to the world, by name."""
    wanted = _public().where(ProductRow.organisation_id == organisation_id)
    return db.session.scalars(wanted.order_by(ProductRow.sort_key, ProductRow.id)).all()


def live_contents(product_ids: Iterable[str] | None = None) -> dict[str, tuple[str, Product]]:
    """Organisation id and live content of these products, or of all; what is not live is left out."""
    rows = live_rows(None if product_ids is None else list(product_ids))
    stored = publishing.live_contents(SubjectKind.PRODUCT, list(rows))
    return {key: (rows[key].organisation_id, from_json(plain)) for key, plain in stored.items()}


def live_rows(product_ids: Sequence[str] | None = None) -> dict[str, ProductRow]:
    """The rows of these products (or of all) that the world sees, by id."""
    if product_ids is None:
        return {row.id: row for row in db.session.scalars(_public())}
    found: dict[str, ProductRow] = {}
    for chunk in publishing.chunks(product_ids):
        found.update((row.id, row) for row in db.session.scalars(_public().where(ProductRow.id.in_(chunk))))
    return found


def shown(product_ids: Sequence[str]) -> list[tuple[ProductRow, Product, Profile]]:
    """Row, content and owner of those that the world sees, in the order of the ids; one statement for every 500."""
    found: dict[str, tuple[ProductRow, Product, Profile]] = {}
    wanted = (
        _public()
        .join(Revision, Revision.id == ProductRow.revision_id)
        .join(Profile, Profile.id == ProductRow.organisation_id)
        .add_columns(Revision.content, Profile)
    )
    for chunk in publishing.chunks(product_ids):
        for row, plain, owner in db.session.execute(wanted.where(ProductRow.id.in_(chunk))):
            found[row.id] = (row, from_json(plain), owner)
    return [found[product_id] for product_id in product_ids if product_id in found]


def all_ids() -> list[str]:
    """The ids of all products that the world sees."""
    return list(db.session.scalars(_public().with_only_columns(ProductRow.id).order_by(ProductRow.id)))


def public_pages() -> Select[str, datetime]:
    """Id and last publication of every product that the world sees, for lists of addresses."""
    return _public().with_only_columns(ProductRow.id, ProductRow.published_at)


def ids_of(organisation_ids: Sequence[str]) -> list[str]:
    """The ids of all products of these organisations, live or not: what a change of theirs may touch."""
    found: list[str] = []
    for chunk in publishing.chunks(organisation_ids):
        found.extend(db.session.scalars(select(ProductRow.id).where(ProductRow.organisation_id.in_(chunk))))
    return found


def written_before(product_ids: Sequence[str]) -> set[str]:
    """Which of these have a row already."""
    found: set[str] = set()
    for chunk in publishing.chunks(product_ids):
        found.update(db.session.scalars(select(ProductRow.id).where(ProductRow.id.in_(chunk))))
    return found
