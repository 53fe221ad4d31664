"""Values of selects that were never offered: whoever sends them reads a sentence."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.services import build_services, open_foundation
from bot.settings import ProviderSettings, Settings
from tests.fakes.interaction import FakeInteraction
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime

NO_IDS = ("", "nonsense", "-5", "0x1", "\u0663")


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[EaselClient]:
    time = FakeTime()
    settings = Settings(data_dir=tmp_path, providers=(ProviderSettings(name="fake"),))
    async with open_foundation(settings, time, FakeProvider(time)) as foundation:
        client = EaselClient(lambda self: build_services(foundation, self))
        await client.load_cogs()
        yield client
        await client.close()


@pytest.mark.parametrize(
    ("cog", "method", "named"),
    [
        ("Setup", "choose_level", "channel=0"),
        ("Setup", "choose_review", "channel=0"),
        ("Setup", "choose_strictness", "level=everyone"),
        ("Setup", "choose_unchecked", ""),
        ("Setup", "choose_review_hours", ""),
        ("Setup", "choose_daily_images", ""),
        ("Setup", "choose_strikes", ""),
        ("Server", "choose_sharing", ""),
    ],
)
async def test_it_is_refused_in_words(
    client: EaselClient, cog: str, method: str, named: str
) -> None:
    name, _, text = named.partition("=")
    match = re.fullmatch(f"(?P<{name or 'nothing'}>.*)", text)
    for values in (*([value] for value in (*NO_IDS, "9" * 30)), []):
        moderator = FakeInteraction(permissions=discord.Permissions(manage_guild=True))
        with pytest.raises(NotAllowed, match="cannot be chosen"):
            await getattr(client.cogs[cog], method)(moderator, match, values)
        assert moderator.response.answers == 0


@pytest.mark.parametrize(
    ("cog", "method", "named"),
    [
        ("Setup", "choose_channel", "step=channels"),
        ("Setup", "choose_moderators_channel", ""),
        ("Setup", "choose_moderators", ""),
        ("Setup", "choose_roles", "which=allowed"),
        ("Server", "choose_channel", ""),
        ("SessionCommands", "vote_in_thread", "id=1"),
        ("SessionCommands", "take_back", "id=1"),
        ("SessionCommands", "kick", "id=1"),
    ],
)
async def test_what_is_no_id_is_refused_in_words(
    client: EaselClient, cog: str, method: str, named: str
) -> None:
    name, _, text = named.partition("=")
    match = re.fullmatch(f"(?P<{name or 'nothing'}>.*)", text)
    for value in NO_IDS:
        moderator = FakeInteraction(permissions=discord.Permissions(manage_guild=True))
        with pytest.raises(NotAllowed, match="cannot be chosen"):
            await getattr(client.cogs[cog], method)(moderator, match, [value])
        assert moderator.response.answers == 0
