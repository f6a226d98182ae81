"""Invented documents for the search library."""

from collections.abc import Mapping

from search_index.documents import Document


def a_document(
    id_: str,
    name: str = "",
    *,
    kind: str = "company",
    body: str = "",
    newest: int = 0,
    filters: Mapping[str, tuple[str, ...]] | None = None,
    numbers: Mapping[str, tuple[int, ...]] | None = None,
    version: int = 0,
) -> Document:
    """A document whose name sorts as it is written."""
    return Document(
        id=id_,
        kind=kind,
        text={"name": {"vi": name}, "body": {"vi": body}},
        filters=filters or {},
        numbers=numbers or {},
        sort={"name": name, "newest": newest},
        version=version,
    )
