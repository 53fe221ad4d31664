"""The witness of the wire tests hears real servers and real programs."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.interaction import Kind as InteractionKind
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime
from tests.unit.studio.conftest import PLAIN
from tests.wire.leaks import Kind
from tests.wire.witness import Witness

KEY = "sk_marked_witness_77ab03d1"


@dataclass(frozen=True)
class Street:
    """Both servers, a client of theirs, and who watches."""

    witness: Witness
    sandbox: Sandbox
    studio: Studio
    client: aiohttp.ClientSession

    async def found(self, folder: Path) -> set[tuple[str, Kind]]:
        leaks = await asyncio.to_thread(self.witness.leaks, folder)
        return {(leak.place, leak.kind) for leak in leaks}

    async def post(self, text: str) -> int:
        """Post as the bot; returns the status."""
        url = f"{self.sandbox.rest_url}/channels/{self.sandbox.channel_id}/messages"
        headers = {"Authorization": f"Bot {self.sandbox.token}"}
        async with self.client.post(url, json={"content": text}, headers=headers) as response:
            return response.status


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    witness, time = Witness(), SystemTime()
    studio_settings = StudioSettings(api_key=KEY, workers=1, painter=PLAIN)
    with witness.installed():
        async with (
            Sandbox(SandboxSettings(checks_requests=False), time) as sandbox,
            Studio(studio_settings, time) as studio,
            aiohttp.ClientSession() as client,
        ):
            yield Street(witness, sandbox, studio, client)


async def test_a_message_with_a_secret_is_found_as_sent_and_as_shown(
    street: Street, tmp_path: Path
) -> None:
    assert await street.post("good morning") == 200
    assert await street.found(tmp_path) == set()
    assert await street.post(f"my key is {KEY}") == 200
    assert await street.found(tmp_path) == {
        ("POST to Discord, body", Kind.STUDIO_KEY),
        ("a message", Kind.STUDIO_KEY),
    }


async def test_the_image_service_may_hear_its_key_and_nothing_else(
    street: Street, tmp_path: Path
) -> None:
    own = {"Authorization": f"Bearer {KEY}"}
    url = street.studio.base_url
    async with street.client.get(f"{url}/v3/user", headers=own) as response:
        assert response.status == 200
    assert await street.found(tmp_path) == set()
    async with street.client.get(f"{url}/images/a.png", headers=own):
        pass
    async with street.client.get(f"{url}/v3/user", params={"a": street.sandbox.token}):
        pass
    assert await street.found(tmp_path) == {
        ("GET to the image service, header authorization", Kind.STUDIO_KEY),
        ("GET to the image service, path", Kind.BOT_TOKEN),
    }


@pytest.mark.parametrize(
    ("stream", "place"), [("stdout", "standard output"), ("stderr", "standard error")]
)
async def test_what_a_program_prints_is_heard(
    street: Street, tmp_path: Path, stream: str, place: str
) -> None:
    script = f"import sys; sys.{stream}.write({KEY!r})"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=PIPE, stderr=PIPE
    )
    await process.communicate()
    assert await street.found(tmp_path) == {(f"what a program wrote to {place}", Kind.STUDIO_KEY)}


async def test_an_interactions_token_is_a_secret_from_its_first_moment(
    street: Street, tmp_path: Path
) -> None:
    before = len(street.witness.secrets())
    interactions = street.sandbox._parts.interactions
    channel = street.sandbox.world.channels[street.sandbox.channel_id]
    ada = street.sandbox.world.member("ada")
    made = interactions.new(InteractionKind.COMMAND, ada, channel, {"name": "imagine"})
    assert len(street.witness.secrets()) == before + 1
    assert await street.post(made.token) == 200
    assert ("a message", Kind.INTERACTION) in await street.found(tmp_path)


async def test_a_new_test_begins_with_nothing_heard(street: Street, tmp_path: Path) -> None:
    await street.post(KEY)
    street.witness.forget()
    kinds = {kind for _place, kind in await street.found(tmp_path)}
    assert Kind.STUDIO_KEY not in kinds
