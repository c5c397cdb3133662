"""A store to write to."""

from datetime import UTC, datetime

import pytest

from publisher.database import Database
from publisher.delivery.ledger import FrozenIssue, Ledger
from publisher.subscribers.store import SubscriberList


@pytest.fixture
def now():
    """Return a time."""
    return datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    """Return where the store is."""
    return tmp_path / "subscribers.db"


@pytest.fixture
def database(path):
    """Return an open store."""
    with Database(path) as database:
        yield database


@pytest.fixture
def people(database):
    """Return an empty list."""
    return SubscriberList(database=database)


@pytest.fixture
def ledger(database):
    """Return an empty ledger."""
    return Ledger(database=database)


@pytest.fixture
def issue():
    """Return an approved issue."""
    return FrozenIssue(number=1, subject="Maart", language="nl", html="<p>x</p>", text="x", digest="d1")
