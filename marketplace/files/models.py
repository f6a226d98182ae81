"""The table of stored files. A file never changes: a new version is a new row."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.foundation.clock import now
from marketplace.foundation.database import Base, Id
from marketplace.foundation.ids import new_id


class StoredFile(Base):
    """One file inside one audience; the bytes lie in the store under their hash."""

    __tablename__ = "files_stored"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"), {"info": {"append_only": True}})

    id: Mapped[Id] = mapped_column(primary_key=True, default=new_id)
    audience_id: Mapped[Id] = mapped_column(ForeignKey("organisations_audience.id"), index=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("organisations_organisation.id"), index=True)
    person_id: Mapped[Id | None]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime] = mapped_column(default=now)
