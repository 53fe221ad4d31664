"""The real bot in an in-process Discord, with an image service in memory, stepped by hand."""

import mimetypes
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import discord
import pytest
import simcord
from simcord.http import router

from bot.client import EaselClient
from bot.errors import UserError
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.services import Services, build_services, open_foundation
from bot.settings import LimitsSettings, ProviderSettings, Settings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime

mimetypes.init()  # SimCord guesses types, and the tables are read from files the first time

MODEL = "sd_xl_base_1.0.safetensors"
OFFERED = [
    CatalogueEntry(api_name=MODEL, label="SDXL base", kind=ModelKind.MODEL, base_model="SDXL 1.0"),
    CatalogueEntry(api_name="dreamy_v5.safetensors", label="Dreamy", kind=ModelKind.MODEL),
    CatalogueEntry(api_name="add_detail_44319", label="Add detail", kind=ModelKind.LORA),
    CatalogueEntry(api_name="soft.vae.pt", label="Soft", kind=ModelKind.VAE),
]


# SimCord's virtual clock begins here; an interaction's age is read from its id.
_SIMCORD_STARTS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class House:
    """A server with two members and a moderator, and the bot in it."""

    client: EaselClient
    provider: FakeProvider
    time: FakeTime
    guild: Any
    channel: Any
    ada: Any
    ben: Any
    moderator: Any

    @property
    def services(self) -> Services:
        return self.client.services

    async def imagine(self, member: Any = None, **options: Any) -> Any:
        """Let a member ask; returns what was answered at once."""
        options.setdefault("prompt", "a fox in the snow")
        return await (member or self.ada).slash(self.channel, "imagine", **options)

    async def settle(self) -> None:
        """Let the runner finish everything and the live reply show what is due."""
        await self.services.work.settle()
        await self.services.live_reply.step()

    async def left(self, member: Any = None) -> int:
        """Return how many units the member has left today."""
        usage = await self.services.usage.member(
            (member or self.ada).id,
            self.guild.id,
            self.time.now(),
            self.services.settings.limits.daily_quota,
        )
        return usage.left


def text_of(message: Any) -> str:
    """Return all text of a message, cards included."""
    parts = [message.content or ""]
    waiting = list(message.components)
    while waiting:
        part = waiting.pop(0)
        parts.append(part.get("content", ""))
        waiting[:0] = part.get("components", [])
    return "\n".join(part for part in parts if part)


@pytest.fixture(autouse=True)
def _decoded_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode paths as every HTTP server does; SimCord matches "%40original" as it stands."""
    dispatch = router.dispatch

    def decoded(backend: Any, method: str, path: str, **rest: Any) -> Any:
        return dispatch(backend, method, unquote(path), **rest)

    monkeypatch.setattr(router, "dispatch", decoded)


@pytest.fixture
async def simcord_bot(tmp_path: Path) -> AsyncIterator[EaselClient]:
    """Open a house for SimCord's own fixture; nothing in it runs unless stepped."""
    time = FakeTime(_SIMCORD_STARTS)
    provider = FakeProvider(time=time, offered=list(OFFERED))
    settings = Settings(
        data_dir=tmp_path,
        providers=(ProviderSettings(name=provider.name, images_per_minute=1000),),
        limits=LimitsSettings(daily_quota=10, waiting=5, running=4),
    )
    async with open_foundation(settings, time, provider) as foundation:
        yield EaselClient(partial(build_services, foundation))


@pytest.fixture
def house(simcord_bot: EaselClient, simcord_env: simcord.Env) -> Iterator[House]:
    """Yield a server with three members, and the bot in it; a bug fails the test at its end."""
    services = simcord_bot.services
    assert isinstance(services.provider, FakeProvider)
    assert isinstance(services.time, FakeTime)
    guild = simcord_env.create_guild()
    role = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    yield House(
        client=simcord_bot,
        provider=services.provider,
        time=services.time,
        guild=guild,
        channel=guild.create_text_channel("images"),
        ada=guild.add_member(simcord_env.create_user("ada")),
        ben=guild.add_member(simcord_env.create_user("ben")),
        moderator=guild.add_member(simcord_env.create_user("mod"), roles=[role]),
    )
    for error in simcord_env.errors:  # refusals are answers; anything else is a bug
        assert isinstance(getattr(error, "original", error), UserError), repr(error)
