"""A started world and the parts that outlive its restart."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.world import World, start


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def provider(time: FakeTime) -> FakeProvider:
    return FakeProvider(time)


@pytest.fixture
async def world(tmp_path: Path, time: FakeTime, provider: FakeProvider) -> AsyncIterator[World]:
    async with start(tmp_path, time=time, provider=provider) as world:
        yield world
