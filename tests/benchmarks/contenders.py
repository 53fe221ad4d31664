"""The bots as processes of their own."""

import asyncio
import os
import secrets
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.sessions import Session
from tests.benchmarks.arena import Arena
from tests.benchmarks.image_service import MODEL, ImageService
from tests.wire.easel import own_environment

_ONLINE_DEADLINE_S = 60.0
_GRACE_S = 30.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot that is connected to the arena."""

    session: Session
    pid: int

    async def cpu_s(self) -> float:
        """Return the processor time used so far: it says more than a clock on a busy machine.

        In steps of 10 ms; 0 where there is no ``/proc``.
        """
        return await asyncio.to_thread(_cpu_s, Path(f"/proc/{self.pid}/stat"))


def discord_of(arena: Arena) -> dict[str, str]:
    """Return what points a bot at the arena."""
    return {
        "EASEL_DISCORD__TOKEN": arena.token,
        "EASEL_DISCORD__REST_URL": arena.rest_url,
        "EASEL_DISCORD__GATEWAY_URL": arena.gateway_url,
        "EASEL_DISCORD__CDN_URL": arena.cdn_url,
    }


def settings_of(arena: Arena, service: ImageService, folder: Path) -> dict[str, str]:
    """Return Easel's settings: its defaults, but for the limits that would stop a benchmark."""
    config = folder / "easel.toml"
    config.write_text("", "utf-8")
    return discord_of(arena) | {
        "EASEL_CONFIG": str(config),
        "EASEL_DATA_DIR": str(folder / "data"),
        "EASEL_DEFAULTS__MODEL": MODEL,
        "EASEL_LIMITS__DAILY_QUOTA": "100000",
        "EASEL_LIMITS__WAITING": "1000",
        "EASEL_LIMITS__RUNNING": "1000",
        "EASEL_LIMITS__SERVER_WAITING": "100000",
        "EASEL_LIMITS__SERVER_RUNNING": "1000",
        "EASEL_MODERATION__CLASSIFIER": "off",  # has a benchmark of its own
        "EASEL_WORK__GRACE_S": "2",
        "EASEL_PROVIDER__NAME": "benchmark",
        "EASEL_PROVIDER__API_KEY": secrets.token_urlsafe(16),
        "EASEL_PROVIDER__BASE_URL": service.base_url,
        "EASEL_PROVIDER__SLOTS": "64",
        "EASEL_PROVIDER__IMAGES_PER_MINUTE": "10000",
    }


@asynccontextmanager
async def process(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path
) -> AsyncIterator[Process]:
    """Run a Python module beside the benchmark; its log goes to a file, as a server's does."""
    file = await asyncio.to_thread(log.open, "wb")
    try:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *arguments),
            env=own_environment() | dict(environment),
            cwd=_ROOT,
            stderr=file,
        )
        try:
            yield child
        finally:
            await _end(child)
    finally:
        await asyncio.to_thread(file.close)


@asynccontextmanager
async def bare_bot(arena: Arena, kind: str, folder: Path) -> AsyncIterator[Contender]:
    """Run the bot whose constant answer is a ``text`` or a ``card``."""
    arguments = ("tests.benchmarks.bare_bot", kind)
    arena.forget()
    async with process(arguments, discord_of(arena), folder / f"{kind}.log") as child:
        yield Contender(await arena.joined(_ONLINE_DEADLINE_S), child.pid)


@asynccontextmanager
async def easel(
    arena: Arena,
    service: ImageService,
    folder: Path,
    *,
    arguments: Sequence[str] = ("bot", "run"),
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[Contender]:
    """Run the real bot; *more* are settings of this run alone."""
    settings = await asyncio.to_thread(settings_of, arena, service, folder)
    settings |= more or {}
    arena.forget()
    async with process(arguments, settings, folder / "easel.log") as child:
        yield Contender(await arena.joined(_ONLINE_DEADLINE_S), child.pid)


def kill(bot: Contender) -> None:
    """End a bot as a power cut would."""
    os.kill(bot.pid, signal.SIGKILL)


async def _end(child: Process) -> None:
    if child.returncode is None:
        child.terminate()
        try:
            async with asyncio.timeout(_GRACE_S):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()


def _cpu_s(stat: Path) -> float:
    if not stat.exists():
        return 0.0
    after_name = stat.read_text("ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
