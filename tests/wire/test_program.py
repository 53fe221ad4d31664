"""The program's commands, as a person types them, over real sockets."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from bot.sandbox.faults import Refused
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.timing import SystemTime
from tests.wire.easel import STUDIO_KEY, easel, house, own_environment

COMMANDS = "/applications/{application_id}/commands"
DEADLINE_S = 60


@asynccontextmanager
async def talking_bot(environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run ``easel run`` with its log in ``stderr``; it is ended at the latest with the block."""
    bot = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run"),
        env=own_environment() | dict(environment),
        stderr=PIPE,
    )
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()


async def line_with(bot: Process, part: str) -> str:
    assert bot.stderr is not None
    async with asyncio.timeout(DEADLINE_S):
        async for line in bot.stderr:
            assert b"Traceback" not in line
            if part in line.decode():
                return line.decode()
    raise AssertionError(f"the bot ended without {part!r}")


async def ending(bot: Process) -> str:
    async with asyncio.timeout(DEADLINE_S):
        _out, err = await bot.communicate()
    return err.decode()


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        image.load()
        return image.size


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(SandboxSettings(), SystemTime()) as sandbox:
        yield sandbox


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    async with Studio(StudioSettings(api_key=STUDIO_KEY, workers=1), SystemTime()) as studio:
        yield studio


async def test_the_demo_paints_a_prompt_and_writes_every_image(tmp_path: Path) -> None:
    out = tmp_path / "fox.png"
    options = ["size=96x64", "images=2", "steps=4", "seed=7"]
    given = [word for option in options for word in ("--option", option)]
    ended = await easel("demo", "--prompt", "a fox in the snow", *given, "--out", str(out))
    assert ended.status == 0, ended.err
    assert "a fox in the snow" in ended.out
    assert "place 1" in ended.out
    assert "seeds 7 to 8" in ended.out
    for path in (out, tmp_path / "fox-2.png"):
        assert await asyncio.to_thread(size_of, path) == (96, 64)


@pytest.mark.parametrize(
    ("option", "parts"),
    [
        ("steps=51", ["steps", "51", "50"]),
        ("nothing=1", ["NAME=VALUE", "negative_prompt"]),
    ],
)
async def test_a_refused_demo_prints_the_sentence_and_ends_with_1(
    option: str, parts: list[str]
) -> None:
    ended = await easel("demo", "--prompt", "a fox", "--option", option)
    assert ended.status == 1
    for part in parts:
        assert part in ended.err


async def test_doctor_finds_everything_well(
    sandbox: Sandbox, studio: Studio, tmp_path: Path
) -> None:
    ended = await easel("doctor", environment=await house(sandbox, tmp_path, studio))
    assert ended.status == 0, ended.out
    assert ended.out.count("✓") == 6
    assert STUDIO_KEY not in ended.out + ended.err


async def test_doctor_says_what_is_wrong_and_how_to_mend_it(
    sandbox: Sandbox, studio: Studio, tmp_path: Path
) -> None:
    wrong = await house(sandbox, tmp_path, studio) | {
        "EASEL_DISCORD__TOKEN": "marked-secret-token",
        "EASEL_PROVIDER__API_KEY": "marked-secret-other",
    }
    ended = await easel("doctor", environment=wrong)
    assert ended.status == 1
    assert "✗ Discord" in ended.out
    assert "EASEL_DISCORD__TOKEN" in ended.out
    assert "✗ image service" in ended.out
    assert "EASEL_PROVIDER__API_KEY" in ended.out
    assert "marked-secret" not in ended.out + ended.err


async def test_sync_sends_the_commands_once(sandbox: Sandbox, tmp_path: Path) -> None:
    first = await easel("sync", environment=await house(sandbox, tmp_path))
    second = await easel("sync", environment=await house(sandbox, tmp_path))
    assert "/imagine" in first.out
    assert "nothing to do" in second.out
    puts = [seen for seen in sandbox.requests if seen.method == "PUT"]
    assert len(puts) == 1
    assert sandbox.violations == []


async def test_sync_sends_the_commands_where_they_cannot_be_read(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.faults.plan(Refused(status=405, code=0, message="No"), method="GET", route=COMMANDS)
    ended = await easel("sync", environment=await house(sandbox, tmp_path))
    assert ended.status == 0, ended.err
    assert "/imagine" in ended.out
    assert any(command["name"] == "imagine" for command in sandbox.commands)


async def test_sync_that_discord_refuses_is_one_line(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.faults.plan(Refused(status=404, code=0, message="No"), route=COMMANDS, times=None)
    ended = await easel("sync", environment=await house(sandbox, tmp_path))
    assert ended.status == 1
    assert "does not take the commands: 404" in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err


async def test_the_bot_starts_although_discord_takes_no_commands(
    sandbox: Sandbox, studio: Studio, tmp_path: Path
) -> None:
    sandbox.faults.plan(Refused(status=404, code=0, message="No"), route=COMMANDS, times=None)
    async with talking_bot(await house(sandbox, tmp_path, studio)) as bot:
        await sandbox.wait_online(30)
        bot.terminate()
        said = await ending(bot)
    assert bot.returncode == 0, said
    assert said.count("commands not synced") == 1
    assert "answer='404 / " in said
    assert "cannot be reached" not in said
    assert "Traceback" not in said


async def test_a_gateway_that_is_not_there_is_waited_for(
    sandbox: Sandbox, studio: Studio, tmp_path: Path
) -> None:
    wrong = {"EASEL_DISCORD__GATEWAY_URL": "ws://127.0.0.1:1"}
    async with talking_bot(await house(sandbox, tmp_path, studio) | wrong) as bot:
        line = await line_with(bot, "gateway cannot be reached")
        assert " WARNING " in line
        bot.terminate()
        rest = await ending(bot)
    assert bot.returncode == 0, rest
    assert "Traceback" not in rest


async def test_a_token_with_signs_that_no_token_has_is_one_line(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    wrong = await house(sandbox, tmp_path) | {"EASEL_DISCORD__TOKEN": "marked a\nb"}
    ended = await easel("invite", environment=wrong)
    assert ended.status == 1
    assert ended.err.count("\n") == 1
    assert "marked" not in ended.err


@pytest.mark.parametrize("command", ["studio", "demo"])
async def test_a_port_that_cannot_be_is_refused_at_once(command: str) -> None:
    ended = await easel(command, "--port", "65536")
    assert ended.status == 2
    assert "65535" in ended.err
    assert "Traceback" not in ended.err


async def test_doctor_finds_a_default_model_that_is_not_offered(
    sandbox: Sandbox, studio: Studio, tmp_path: Path
) -> None:
    wrong = await house(sandbox, tmp_path, studio) | {"EASEL_PROVIDER__DEFAULT_MODEL": "gone"}
    ended = await easel("doctor", environment=wrong)
    assert ended.status == 1
    (line,) = (line for line in ended.out.splitlines() if line.startswith("✗"))
    for part in ("image service", "'gone'", "default_model", "sketch-painter-v1"):
        assert part in line


async def test_invite_prints_the_exact_link(sandbox: Sandbox, tmp_path: Path) -> None:
    ended = await easel("invite", environment=await house(sandbox, tmp_path))
    assert f"client_id={sandbox.application_id}" in ended.out
    assert "scope=bot+applications.commands" in ended.out
    assert "permissions=" in ended.out
    assert ended.err == ""


async def test_run_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    ended = await easel("run", environment={"EASEL_DATA_DIR": str(tmp_path)})
    assert ended.status == 1
    assert "EASEL_DISCORD__TOKEN is missing" in ended.err
    assert "Traceback" not in ended.err


async def test_a_misspelt_variable_stops_the_start_with_one_line() -> None:
    ended = await easel("run", environment={"EASEL_DATADIR": "x"})
    assert ended.status == 1
    assert ended.err.count("\n") == 1
    assert "EASEL_DATA_DIR" in ended.err
