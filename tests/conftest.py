"""Shared by all tests: a blocking call on the event loop is a failure; caplog sees our logs."""

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster

from bot.log import route_through_logging
from tests.blocking import no_blocking_calls

route_through_logging()


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Make every blocking call on the event loop raise."""
    with no_blocking_calls() as watch:
        yield watch
