"""Tables of reference data; rows are retired, never deleted, and rates are only added."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id, Json
from marketplace.foundation.ids import new_id
from marketplace.foundation.text import Localised


class ReferenceTerm(Base):
    """One code of a taxonomy. What officers decided here, part by part, a load of the shipped data leaves alone."""

    __tablename__ = "reference_term"

    taxonomy: Mapped[str] = mapped_column(String(40), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[Localised]
    flags: Mapped[list[str]]
    attributes: Mapped[Json]
    position: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    version: Mapped[str] = mapped_column(String(12))
    parent: Mapped[str | None] = mapped_column(String(40))
    successor: Mapped[str | None] = mapped_column(String(40))
    other_names: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    decided_here: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    changes: Mapped[int] = mapped_column(default=1, server_default="1")


class ReferenceProvince(Base):
    """A province in the time in which it had this code: codes were given anew in 2025."""

    __tablename__ = "reference_province"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_until: Mapped[date | None]
    name: Mapped[Localised]
    kind: Mapped[str] = mapped_column(String(10))
    successor: Mapped[str | None] = mapped_column(String(2))
    decided_here: Mapped[bool] = mapped_column(default=False, server_default=false())
    changes: Mapped[int] = mapped_column(default=1, server_default="1")


class ReferenceMarket(Base):
    """The class of a market in one year."""

    __tablename__ = "reference_market"

    year: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    market_class: Mapped[str] = mapped_column(String(40))
    decided_here: Mapped[bool] = mapped_column(default=False, server_default=false())


class ReferenceIndustry(Base):
    """An entry of the industry classification: our sections, and below them what the operator's file held."""

    __tablename__ = "reference_industry"

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    parent: Mapped[str | None] = mapped_column(String(5), index=True)
    label: Mapped[Localised]
    source: Mapped[str] = mapped_column(String(120))


class ReferenceRelease(Base):
    """One load that changed something; the newest names the version in use."""

    __tablename__ = "reference_release"
    __table_args__ = ({"info": {"append_only": True}},)

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[str] = mapped_column(String(12))
    loaded_at: Mapped[datetime] = mapped_column(default=now)


class FxRate(Base):
    """US dollars for one unit of a currency on a day, as exact decimal text; a correction is a new row."""

    __tablename__ = "reference_fx_rate"
    __table_args__ = (
        UniqueConstraint("currency", "day", "source", name="uq_reference_fx_rate_source"),
        {"info": {"append_only": True}},
    )

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    currency: Mapped[str] = mapped_column(String(3))
    day: Mapped[date]
    usd_per_unit: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(120))
    is_illustrative: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
