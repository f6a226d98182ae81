"""What is live of each party, as rows: lists, search documents and matching read these."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.database import Base, Id
from marketplace.foundation.text import Localised


def _of_profile() -> Mapped[Id]:
    return mapped_column(ForeignKey("profiles_profile.id"), primary_key=True)


class Profile(Base):
    """One party as it was last published. Its id is that of its organisation and of its subject."""

    __tablename__ = "profiles_profile"

    id: Mapped[Id] = mapped_column(ForeignKey("publishing_subject.id"), primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), unique=True)
    revision_id: Mapped[Id] = mapped_column(ForeignKey("publishing_revision.id"), index=True)
    live: Mapped[bool]
    published_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20), index=True)
    name: Mapped[Localised]
    folded_name: Mapped[str] = mapped_column(String(400), index=True)
    sort_key: Mapped[str] = mapped_column(String(400), index=True)
    summary: Mapped[Localised]
    country: Mapped[str | None] = mapped_column(String(2))
    province: Mapped[str | None] = mapped_column(String(10))
    city: Mapped[str | None] = mapped_column(String(200))
    website: Mapped[str | None] = mapped_column(String(300))
    enterprise_code: Mapped[str | None] = mapped_column(String(13), unique=True)
    enterprise_type: Mapped[str | None] = mapped_column(String(40))
    ownership: Mapped[str | None] = mapped_column(String(40))
    control_country: Mapped[str | None] = mapped_column(String(2))
    development_stage: Mapped[str | None] = mapped_column(String(40))
    industry: Mapped[str | None] = mapped_column(String(200))
    stock_symbol: Mapped[str | None] = mapped_column(String(20), index=True)
    founded_year: Mapped[int | None]
    employees: Mapped[int | None]
    is_demo: Mapped[bool]


class ProfileCode(Base):
    """One code of one taxonomy that the party bears."""

    __tablename__ = "profiles_code"

    profile_id: Mapped[Id] = _of_profile()
    taxonomy: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class ProfileFigure(Base):
    """The figures of one year in one market (empty: all markets), in US cents."""

    __tablename__ = "profiles_figure"

    profile_id: Mapped[Id] = _of_profile()
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    market: Mapped[str] = mapped_column(String(2), primary_key=True)
    export_usd: Mapped[int | None] = mapped_column(BigInteger)
    overseas_usd: Mapped[int | None] = mapped_column(BigInteger)
    revenue_usd: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str | None] = mapped_column(String(300))
    source_currency: Mapped[str | None] = mapped_column(String(3))
    source_amount: Mapped[int | None] = mapped_column(BigInteger)
    fx_rate: Mapped[str | None] = mapped_column(String(40))
    fx_date: Mapped[date | None]


class ProfileCertificate(Base):
    """One certificate."""

    __tablename__ = "profiles_certificate"

    profile_id: Mapped[Id] = _of_profile()
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    standard: Mapped[str] = mapped_column(String(40))
    body: Mapped[str | None] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(200))
    markets: Mapped[list[str]]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class ProfilePastDeal(Base):
    """One deal made before; the amount in US cents."""

    __tablename__ = "profiles_past_deal"

    profile_id: Mapped[Id] = _of_profile()
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counterparty_name: Mapped[str] = mapped_column(String(300))
    counterparty_country: Mapped[str | None] = mapped_column(String(2))
    counterparty_city: Mapped[str | None] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(40))
    month: Mapped[str] = mapped_column(String(7))
    amount_usd: Mapped[int | None] = mapped_column(BigInteger)
    stage: Mapped[str | None] = mapped_column(String(40))
    tags: Mapped[list[str]]
