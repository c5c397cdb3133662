"""The tables of subscribers.db, as the newest migration leaves them (tested)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, Column, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

#: The migration that makes these tables.
REVISION = "0001"


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Drop the zone, after going to UTC."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(320), nullable=False),
    #: The address in the one spelling that tells mailboxes apart.
    Column("address_key", String(320), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("tags", JSON, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("consent_at", Moment),
    Column("consent_how", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("changed_at", Moment, nullable=False),
)

#: Issues whose sending has begun: their bytes no longer change.
issues = Table(
    "issues",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("language", String(35), nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    #: The hash of the approved folder.
    Column("digest", String(128), nullable=False),
    Column("frozen_at", Moment, nullable=False),
)

#: The ledger: one row per issue and recipient.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("issue", Integer, ForeignKey("issues.number"), nullable=False),
    #: Empty once the person was erased.
    Column("subscriber_id", Integer, ForeignKey("subscribers.id", ondelete="SET NULL"), index=True),
    Column("address", String(320), nullable=False),
    Column("name", Text, nullable=False),
    Column("token", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reply", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Index("ix_deliveries_issue_state", "issue", "state"),
    Index("uq_deliveries_issue_subscriber_id", "issue", "subscriber_id", unique=True),
)
