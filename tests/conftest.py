"""Shared by all tests: a blocking call on the event loop is a failure."""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster

from tests.blocking import no_blocking_calls


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Make every blocking call on the event loop raise."""
    with no_blocking_calls() as watch:
        yield watch
