"""The real program as a process, and a place for it to run in."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.sandbox.sandbox import Sandbox
from bot.studio.server import Studio
from tests.wire.forked import Program

STUDIO_KEY = "sk_marked_studio_5f0c71d93ae84b26"


@dataclass(frozen=True)
class Ended:
    """What a finished program printed, and how it ended."""

    status: int
    out: str
    err: str


async def easel(
    *arguments: str, environment: Mapping[str, str] | None = None, deadline_s: float = 60
) -> Ended:
    """Run the program to its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env=own_environment() | dict(environment or {}),
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(deadline_s):
            out, err = await process.communicate()
    except TimeoutError:
        process.kill()
        out, err = await process.communicate()
    return Ended(process.returncode or 0, out.decode(), err.decode())


@asynccontextmanager
async def running_bot(environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """Run ``easel run`` beside the test; it is told to stop at the end.

    It logs all it can, so that a secret in a debugging line is found, too; ``log_of`` reads it.
    """
    process = await Program.start(
        "run",
        environment=own_environment() | {"EASEL_LOG__LEVEL": "debug"} | dict(environment),
        log=_log_path(environment),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(15):
            await process.wait()


async def log_of(environment: Mapping[str, str]) -> str:
    """Return all that bots with these settings have printed so far."""
    return await asyncio.to_thread(_log_path(environment).read_text, "utf-8")


def _log_path(environment: Mapping[str, str]) -> Path:
    return Path(environment["EASEL_DATA_DIR"]).with_name("easel.log")


def own_environment() -> dict[str, str]:
    """Return this process's environment without any setting of Easel."""
    return {k: v for k, v in os.environ.items() if not k.upper().startswith("EASEL_")}


async def house(sandbox: Sandbox, folder: Path, studio: Studio | None = None) -> dict[str, str]:
    """Return the settings that point the program at a sandbox, and a studio if there is one."""
    config = folder / "easel.toml"
    text = "[[providers]]\nname = 'studio'\ndefault_model = 'sketch-painter-v1'\n"
    await asyncio.to_thread(config.write_text, text)
    settings = {
        "EASEL_CONFIG": str(config),
        "EASEL_DATA_DIR": str(folder / "data"),
        "EASEL_DISCORD__TOKEN": sandbox.token,
        "EASEL_DISCORD__REST_URL": sandbox.rest_url,
        "EASEL_DISCORD__GATEWAY_URL": sandbox.gateway_url,
        "EASEL_DISCORD__CDN_URL": sandbox.cdn_url,
        "EASEL_PROVIDER__API_KEY": STUDIO_KEY,
        "EASEL_MODERATION__CLASSIFIER": "off",  # it hides previews, and takes time
        "EASEL_WORK__GRACE_S": "1",  # a test may leave a task that never ends
    }
    if studio is not None:
        settings["EASEL_PROVIDER__BASE_URL"] = studio.base_url
    return settings
