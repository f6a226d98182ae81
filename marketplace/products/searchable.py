"""What the public index may hold of a product: its own words, and who offers it from where."""

from collections.abc import Sequence

from marketplace.products import queries
from marketplace.products.content import Product
from marketplace.products.models import ProductRow
from marketplace.profiles import queries as profiles
from marketplace.profiles.models import Profile
from marketplace.profiles.searchable import labels, standards_in_force
from search_index.documents import Document


def all_ids() -> list[str]:
    """Every id that should be in the index."""
    return queries.all_ids()


def ids_touched_by_profiles(profile_ids: Sequence[str]) -> list[str]:
    """The products whose documents change, appear or go when these parties change."""
    return queries.ids_of(profile_ids)


def documents_for(product_ids: Sequence[str]) -> list[Document]:
    """The documents of those that the world sees; what is left out belongs out of the index."""
    rows = queries.live_rows(product_ids)
    contents = queries.live_contents(list(rows))
    owners = profiles.live_rows(sorted({row.organisation_id for row in rows.values()}))
    return [
        _document(row, contents[row.id][1], owners[row.organisation_id])
        for row in rows.values()
        if row.id in contents and row.organisation_id in owners
    ]


def _document(row: ProductRow, product: Product, owner: Profile) -> Document:
    return Document(
        id=row.id,
        kind="product",
        text={
            "name": dict(product.name.items()),
            "summary": dict(product.summary.items()),
            "body": _body(product, owner),
            "tags": labels(
                {"technology": product.technologies, "sector": product.sectors, "segment": product.segments}
            ),
        },
        filters=_filters(product, owner),
        sort={"name": row.sort_key, "newest": int(row.published_at.timestamp())},
    )


def _body(product: Product, owner: Profile) -> dict[str, str]:
    parts = (product.description, product.target_clients, owner.name)
    texts = {lang: " ".join(part.text(lang) for part in parts if part.text(lang)) for lang in ("vi", "en")}
    return {lang: text for lang, text in texts.items() if text}


def _filters(product: Product, owner: Profile) -> dict[str, tuple[str, ...]]:
    return {
        "technology": product.technologies,
        "segment": product.segments,
        "sector": product.sectors,
        "market": product.markets,
        "province": () if owner.province is None else (owner.province,),
        "country": () if owner.country is None else (owner.country,),
        "standard": standards_in_force(product.certificates),
    }
