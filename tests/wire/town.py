"""The real bot process between a sandbox and a studio, and one member who uses it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.seen import Message, is_delivered, is_refused, text_of
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime
from tests.wire.easel import STUDIO_KEY, house, running_bot
from tests.wire.forked import Program

DEADLINE_S = 60.0
SMALL: Mapping[str, object] = {"size": "128x128", "steps": 2}  # what V3 takes, too


@dataclass(frozen=True)
class Town:
    """All three, and the settings that the bot runs with."""

    sandbox: Sandbox
    studio: Studio
    settings: dict[str, str]

    async def ask(self, name: str = "ada", **options: object) -> Message:
        """Let a member use `/imagine`; return the reply when it is final."""
        member = self.sandbox.member(name)
        given = {"prompt": "a fox", **SMALL, **options}
        invocation = await member.invoke("imagine", given, checked=False)
        async with asyncio.timeout(DEADLINE_S):
            async for message in invocation.states():
                if is_delivered(message) or is_refused(message):
                    return message
        raise AssertionError(invocation.failed or "the reply went away")

    async def left_today(self, name: str = "ada", *, is_direct: bool = False) -> int:
        """Return what `/usage` tells the member to have left, in the server or in private."""
        channel_id = self.sandbox.direct_channel(name) if is_direct else None
        invocation = await self.sandbox.member(name).invoke("usage", {}, channel_id=channel_id)
        text = text_of(await invocation.answer(DEADLINE_S))
        return int(text.partition(" of ")[0].split()[-1])

    @asynccontextmanager
    async def bot(self, **more: str) -> AsyncIterator[Program]:
        """Run the bot until the end of the block; yields when it can be used."""
        async with running_bot(self.settings | more) as process:
            await self.sandbox.wait_commands("imagine", DEADLINE_S)
            await self.sandbox.wait_online(DEADLINE_S)
            yield process


def patient() -> SandboxSettings:
    """Return a Discord that waits longer than 3 s, which is little where many share a core."""
    return SandboxSettings(answer_deadline_s=DEADLINE_S)


@asynccontextmanager
async def open_town(
    folder: Path, workers: int = 1, discord: SandboxSettings | None = None
) -> AsyncIterator[Town]:
    """Open sandbox and studio; a request that Discord would not take fails the test at the end."""
    time = SystemTime()
    async with (
        Sandbox(discord or patient(), time) as sandbox,
        Studio(StudioSettings(api_key=STUDIO_KEY, workers=workers), time) as studio,
    ):
        yield Town(sandbox, studio, await house(sandbox, folder, studio))
        assert sandbox.violations == []
