"""The raw bot as a fixture."""

from collections.abc import AsyncIterator

import pytest

from tests.unit.sandbox.raw_bot import RawBot, raw_bot


@pytest.fixture
async def bot() -> AsyncIterator[RawBot]:
    async with raw_bot() as bot:
        yield bot
