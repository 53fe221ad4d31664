"""`easel run` with a token and no image service: the studio in its own process paints."""

import asyncio
import sys
from pathlib import Path

from bot.cli.seen import is_delivered, text_of
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings
from bot.timing import SystemTime
from tests.wire.easel import own_environment

DEADLINE_S = 60.0


async def test_without_an_image_service_the_studio_paints_and_the_log_says_so(
    tmp_path: Path,
) -> None:
    config = tmp_path / "easel.toml"
    await asyncio.to_thread(config.write_text, "")
    async with Sandbox(SandboxSettings(), SystemTime()) as sandbox, asyncio.timeout(DEADLINE_S):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env=own_environment()
            | {
                "EASEL_CONFIG": str(config),
                "EASEL_DATA_DIR": str(tmp_path / "data"),
                "EASEL_DISCORD__TOKEN": sandbox.token,
                "EASEL_DISCORD__REST_URL": sandbox.rest_url,
                "EASEL_DISCORD__GATEWAY_URL": sandbox.gateway_url,
                "EASEL_DISCORD__CDN_URL": sandbox.cdn_url,
            },
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            await sandbox.wait_commands("imagine", DEADLINE_S)
            await sandbox.wait_online(DEADLINE_S)
            options = {"prompt": "a fox", "size": "64x64", "steps": 2}
            invocation = await sandbox.member("ada").invoke("imagine", options)
            async for message in invocation.states():
                if is_delivered(message):
                    break
            assert "sketch-painter-v1 (procedural, no AI)" in text_of(message)
        finally:
            process.terminate()
            _out, err = await process.communicate()
    assert process.returncode == 0
    assert "the built-in studio paints" in err.decode()
