"""Pages are read by our own rules alone, unless a test asks for the extra."""

import sys

import pytest


@pytest.fixture(autouse=True)
def without_extra(monkeypatch):
    """Hide trafilatura, which the machine may have or not."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "trafilatura", None)
        yield


@pytest.fixture
def with_extra(monkeypatch, without_extra):
    """Show trafilatura again."""
    with monkeypatch.context() as patch:
        patch.delitem(sys.modules, "trafilatura")
        yield
