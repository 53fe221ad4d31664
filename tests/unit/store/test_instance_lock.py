"""The lock on a name: one process at a time, and none is kept out by one that is gone."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.store.instance_lock import only_instance
from tests.fakes.time import FakeTime

HOLD = """
import asyncio, sys
from pathlib import Path
from bot.store.instance_lock import only_instance
from bot.timing import SystemTime

async def hold():
    async with only_instance(Path(sys.argv[1]), "easel", SystemTime(), patience_s=0.0):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


async def test_a_second_of_the_same_name_is_told_what_to_do(tmp_path: Path) -> None:
    time = FakeTime()
    async with only_instance(tmp_path, "easel", time, patience_s=25.0):
        with pytest.raises(SettingsError, match=r"stop that one first"):
            async with only_instance(tmp_path, "easel", time, patience_s=25.0):
                pass
    assert time.monotonic() >= 25.0  # it waited for one that might be stopping


async def test_others_have_their_own_names_and_are_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    time = FakeTime()
    async with only_instance(tmp_path, "one", time, patience_s=0.0):
        assert "another instance runs" not in caplog.text
        async with only_instance(tmp_path, "two", time, patience_s=0.0):
            assert "another instance runs" in caplog.text
            assert "['one']" in caplog.text
    caplog.clear()
    async with only_instance(tmp_path, "two", time, patience_s=0.0):
        assert caplog.text == ""  # the file of the one that has ended is still there


async def test_a_predecessor_that_is_stopping_is_waited_for(tmp_path: Path) -> None:
    time = FakeTime(by_hand=True)
    async with only_instance(tmp_path, "easel", time, patience_s=0.0):
        after = only_instance(tmp_path, "easel", time, patience_s=25.0)
        entering = asyncio.create_task(after.__aenter__())
        await asyncio.to_thread(int)
    while not entering.done():
        time.advance(0.1)
        await asyncio.to_thread(int)
    await entering
    await after.__aexit__(None, None, None)
    assert time.monotonic() < 25.0


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be opened"):
        async with only_instance(tmp_path / "none", "easel", FakeTime(), patience_s=0.0):
            pass


async def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    def kill_one_that_holds() -> None:
        with subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    await asyncio.to_thread(kill_one_that_holds)
    async with only_instance(tmp_path, "easel", FakeTime(), patience_s=0.0):
        pass
