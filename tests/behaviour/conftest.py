"""The real bot in an in-process Discord, with an image service in memory, stepped by hand."""

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
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
from bot.domain.moderation.image_checks import ClassifierMode
from bot.errors import UserError
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.moderation.permission_reading import PermissionReading
from bot.replies.pictures.discord_files import DiscordFiles
from bot.services import Services, build_services, open_foundation
from bot.settings import (
    DiscordSettings,
    LimitsSettings,
    ModerationSettings,
    ProviderSettings,
    Settings,
)
from tests.fakes.empty_database import lay_empty_database
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


_CDN = "https://cdn.simcord.invalid"
MODERATES = discord.Permissions(manage_guild=True, manage_messages=True)
_THUMBNAIL = 11  # in Discord's numbers of components
_PATIENCE_S = 30.0  # the default of 5 s is little where many tests share a core

# SimCord's virtual clock begins here; an interaction's age is read from its id.
_SIMCORD_STARTS = datetime(2026, 1, 1, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let SimCord wait longer for the bot to come to rest; it goes on as soon as that has."""
    for item in items:
        if "simcord_env" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.simcord(settle_timeout=_PATIENCE_S))


@dataclass
class House:
    """A server with two members and a moderator, and the bot in it."""

    client: EaselClient
    env: simcord.Env
    premises: "Premises"
    guild: Any
    channel: Any
    ada: Any
    ben: Any
    moderator: Any

    @property
    def services(self) -> Services:
        return self.client.services

    @property
    def provider(self) -> FakeProvider:
        return self.premises.provider

    @property
    def time(self) -> FakeTime:
        return self.premises.time

    async def restart(self) -> None:
        """Replace the bot by a new one on the same data, as after a crash."""
        await self.premises.close()
        self.client = await self.premises.open()
        await self.env.restart_bot(self.client)

    async def until_it_runs(self) -> None:
        """Let the runner submit what waits."""
        while not self.provider.tasks:
            await self.services.work.step()

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


def components_of(message: Any) -> Iterator[dict[str, Any]]:
    """Yield all components of a message, from the top."""
    waiting = list(message.components)
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting[:0] = part.get("components", [])
        waiting[:0] = [part["accessory"]] if "accessory" in part else []


def text_of(message: Any) -> str:
    """Return all text of a message, cards included."""
    parts = [message.content or "", *(part.get("content", "") for part in components_of(message))]
    return "\n".join(part for part in parts if part)


def buttons_of(message: Any) -> list[str]:
    """Return the custom_ids of all buttons of a message that can be pressed."""
    return [
        part["custom_id"]
        for part in components_of(message)
        if part["type"] == 2 and not part.get("disabled")
    ]


def undescribed(env: simcord.Env) -> Iterator[dict[str, Any]]:
    """Yield each picture that the bot shows without words for those who cannot see it."""
    for messages in env.backend.messages.values():
        for message in messages.values():
            for part in components_of(message):
                shown = [*part.get("items", ()), *([part] if part["type"] == _THUMBNAIL else ())]
                yield from (one for one in shown if not one.get("description"))


def forge(house: House, message: Any, label: str, custom_id: str) -> None:
    """Write another custom_id on the button of that *label*, as a forger would."""
    stored = house.env.backend.get_message(message.channel_id, message.id)
    (button,) = [part for part in components_of(stored) if part.get("label") == label]
    button["custom_id"] = custom_id


@pytest.fixture(autouse=True)
def _files_of_simcord(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Take files from SimCord's own store, which no socket leads to."""

    async def fetch(_files: DiscordFiles, url: str) -> bytes | None:
        env: simcord.Env = request.getfixturevalue("simcord_env")
        return env.backend.cdn.get(url)

    monkeypatch.setattr(DiscordFiles, "fetch", fetch)


@pytest.fixture(autouse=True)
def _no_command_permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set nothing for commands: SimCord takes the list of it for a command of that name."""

    async def fetched(_reading: PermissionReading, _server_id: int) -> tuple[()]:
        return ()

    monkeypatch.setattr(PermissionReading, "_fetched", fetched)


@pytest.fixture(autouse=True)
def _decoded_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decode paths as every HTTP server does; SimCord matches "%40original" as it stands."""
    dispatch = router.dispatch

    def decoded(backend: Any, method: str, path: str, **rest: Any) -> Any:
        return dispatch(backend, method, unquote(path), **rest)

    monkeypatch.setattr(router, "dispatch", decoded)


class Premises:
    """What outlives a restart of the bot: its data, the image service, the time."""

    def __init__(self, data_dir: Path) -> None:
        self.time = FakeTime(_SIMCORD_STARTS)
        self.provider = FakeProvider(time=self.time, offered=list(OFFERED))
        self._settings = Settings(
            data_dir=data_dir,
            providers=(ProviderSettings(name=self.provider.name, images_per_minute=1000),),
            discord=DiscordSettings(cdn_url=_CDN),
            limits=LimitsSettings(daily_quota=10, waiting=5, running=4),
            moderation=ModerationSettings(classifier=ClassifierMode.OFF),
        )
        self._open = AsyncExitStack()

    async def open(self) -> EaselClient:
        """Open a bot on the same data; nothing in it runs unless stepped."""
        await asyncio.to_thread(lay_empty_database, self._settings.data_dir)
        foundation = await self._open.enter_async_context(
            open_foundation(self._settings, self.time, self.provider)
        )
        return EaselClient(partial(build_services, foundation))

    async def close(self) -> None:
        """Close what the last bot stood on."""
        await self._open.aclose()


@pytest.fixture
async def premises(tmp_path: Path) -> AsyncIterator[Premises]:
    premises = Premises(tmp_path)
    yield premises
    await premises.close()


@pytest.fixture
async def simcord_bot(premises: Premises) -> EaselClient:
    """Open a house for SimCord's own fixture."""
    return await premises.open()


@pytest.fixture
def house(
    premises: Premises, simcord_bot: EaselClient, simcord_env: simcord.Env
) -> Iterator[House]:
    """Yield a server with three members, and the bot in it; a bug, or a picture without
    alternative text, fails the test at its end.
    """
    guild = simcord_env.create_guild()
    role = guild.create_role("Moderators", permissions=MODERATES)
    yield House(
        client=simcord_bot,
        env=simcord_env,
        premises=premises,
        guild=guild,
        channel=guild.create_text_channel("images"),
        ada=guild.add_member(simcord_env.create_user("ada")),
        ben=guild.add_member(simcord_env.create_user("ben")),
        moderator=guild.add_member(simcord_env.create_user("mod"), roles=[role]),
    )
    assert list(undescribed(simcord_env)) == []
    for error in simcord_env.errors:  # refusals are answers; anything else is a bug
        assert isinstance(getattr(error, "original", error), UserError), repr(error)
