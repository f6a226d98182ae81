"""What is live of each product, as rows: lists, search documents and matching read these."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Id
from marketplace.foundation.text import Localised


class ProductRow(Base):
    """One product as it was last published. Its id is that of its subject."""

    __tablename__ = "products_product"

    id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"), primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("publishing_revision.id"), index=True)
    live: Mapped[bool]
    published_at: Mapped[datetime]
    name: Mapped[Localised]
    folded_name: Mapped[str] = mapped_column(String(400), index=True)
    sort_key: Mapped[str] = mapped_column(String(400), index=True)
    summary: Mapped[Localised]
    website: Mapped[str | None] = mapped_column(String(300))


class ProductCode(Base):
    """One code of one taxonomy that the product bears."""

    __tablename__ = "products_code"

    product_id: Mapped[Id] = mapped_column(ForeignKey("products_product.id"), primary_key=True)
    taxonomy: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class ProductCertificate(Base):
    """One certificate."""

    __tablename__ = "products_certificate"

    product_id: Mapped[Id] = mapped_column(ForeignKey("products_product.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    standard: Mapped[str] = mapped_column(String(40))
    body: Mapped[str | None] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(200))
    markets: Mapped[list[str]]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
