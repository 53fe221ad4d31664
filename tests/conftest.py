"""Shared by all tests: a blocking call on the event loop is a failure."""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster, blockbuster_ctx


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Make every blocking call on the event loop raise."""
    with blockbuster_ctx() as blockbuster:
        yield blockbuster
