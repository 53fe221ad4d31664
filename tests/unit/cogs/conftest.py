"""The real client and services on a fresh data folder, never logged in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import EaselClient
from bot.domain.moderation.image_checks import ClassifierMode
from bot.services import build_services, open_foundation
from bot.settings import ModerationSettings, ProviderSettings, Settings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[EaselClient]:
    settings = Settings(
        data_dir=tmp_path,
        providers=(ProviderSettings(name="fake"),),
        moderation=ModerationSettings(classifier=ClassifierMode.OFF),
    )
    time = FakeTime()
    async with open_foundation(settings, time, FakeProvider(time)) as foundation:
        client = EaselClient(lambda self: build_services(foundation, self))
        await client.load_cogs()
        yield client
        await client.close()
