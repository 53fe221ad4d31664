"""What a start puts in order before the first command."""

import asyncio
import os
from pathlib import Path

from bot.services import open_foundation
from bot.settings import ProviderSettings, Settings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime


def leave_half_a_file(data_dir: Path, written_at_s: float) -> Path:
    part = data_dir / "images" / ".parts" / "1-0.png.abc"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    os.utime(part, (written_at_s, written_at_s))
    return part


async def test_half_written_files_are_gone_after_a_start(tmp_path: Path) -> None:
    time = FakeTime()
    an_hour_ago_s = time.now().timestamp() - 3_600
    part = await asyncio.to_thread(leave_half_a_file, tmp_path, an_hour_ago_s)
    settings = Settings(data_dir=tmp_path, providers=(ProviderSettings(name="fake"),))
    async with open_foundation(settings, time, FakeProvider(time)):
        assert not await asyncio.to_thread(part.exists)
