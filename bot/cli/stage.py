"""The stage of the demo: studio, sandbox, and the real bot process between them."""

import asyncio
import os
import secrets
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.console import Stop
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime

_ONLINE_DEADLINE_S = 30.0
_GRACE_S = 10.0
_KEPT_LINES = 20

# The demo is its own house: neither the person's settings file nor their accounts are touched.
_OWN = ("EASEL_DISCORD__", "EASEL_PROVIDER__BASE", "EASEL_PROVIDER__API", "EASEL_STORE__")

_CONFIG = """
[[providers]]
name = "studio"
default_model = "sketch-painter-v1"
images_per_minute = 600
slots = 2

[[prices]]  # nobody pays them: they let budgets, and the question before a cost, be tried
per_image = 0.01
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """What runs while the demo runs; *bot* is the process of ``easel run``."""

    sandbox: Sandbox
    studio: Studio
    bot: Process


@asynccontextmanager
async def open_stage(port: int) -> AsyncIterator[Stage]:
    """Start all three in a fresh temporary folder; close them in order.

    Raises:
        Stop: The port is taken, or the bot did not come online; says what it printed last.
    """
    time = SystemTime()
    key = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="easel-demo-") as folder:
        try:
            async with (
                Studio(StudioSettings(api_key=key), time) as studio,
                Sandbox(SandboxSettings(port=port), time) as sandbox,
                _bot(_environment(Path(folder), sandbox, studio, key)) as (process, printed),
            ):
                await _online(sandbox, process, printed)
                yield Stage(sandbox, studio, process)
        except OSError as error:
            raise Stop(f"the demo cannot start: {error}") from None


@asynccontextmanager
async def _bot(environment: dict[str, str]) -> AsyncIterator[tuple[Process, list[str]]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, stderr=PIPE
    )
    printed: list[str] = []
    reading = asyncio.create_task(_read(process, printed))
    try:
        yield process, printed
    finally:
        await _ended(process)
        await reading


async def _online(sandbox: Sandbox, process: Process, printed: list[str]) -> None:
    online = asyncio.create_task(_useable(sandbox))
    ended = asyncio.create_task(process.wait())
    try:
        await asyncio.wait([online, ended], return_when=asyncio.FIRST_COMPLETED)
        if online.done() and online.exception() is None:
            return
    finally:
        for task in (online, ended):
            task.cancel()
        await asyncio.gather(online, ended, return_exceptions=True)
    raise Stop("the bot did not start; it said: " + (" / ".join(printed[-3:]) or "nothing"))


async def _useable(sandbox: Sandbox) -> None:
    await sandbox.wait_commands("imagine", _ONLINE_DEADLINE_S)
    await sandbox.wait_online(_ONLINE_DEADLINE_S)


async def _read(process: Process, printed: list[str]) -> None:
    if process.stderr is None:
        return
    async for line in process.stderr:
        text = line.decode(errors="replace").rstrip()
        printed.append(text)
        del printed[:-_KEPT_LINES]
        if " WARNING " in text or " ERROR " in text or not text[:1].isdigit():
            sys.stderr.write(f"bot: {text}\n")


async def _ended(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            async with asyncio.timeout(_GRACE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _environment(folder: Path, sandbox: Sandbox, studio: Studio, key: str) -> dict[str, str]:
    config = folder / "easel.toml"
    config.write_text(_CONFIG, "utf-8")
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith(_OWN)}
    return kept | {
        "EASEL_CONFIG": str(config),
        "EASEL_DATA_DIR": str(folder / "data"),
        "EASEL_LOG__FORMAT": "text",  # which lines to show is told by their level's word
        "EASEL_DISCORD__TOKEN": sandbox.token,
        "EASEL_DISCORD__REST_URL": sandbox.rest_url,
        "EASEL_DISCORD__GATEWAY_URL": sandbox.gateway_url,
        "EASEL_DISCORD__CDN_URL": sandbox.cdn_url,
        "EASEL_PROVIDER__BASE_URL": studio.base_url,
        "EASEL_PROVIDER__API_KEY": key,
        "EASEL_WORK__GRACE_S": "0",  # there is no next start that would go on with anything
    }
