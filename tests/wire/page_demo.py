"""Runs ``easel demo`` as a person starts it, and reads from its words where the page is."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.wire.easel import own_environment

_READY_S = 30
_STOPPED_S = 15
_ADDRESS = re.compile(rb"http://\S+")


@asynccontextmanager
async def running_demo() -> AsyncIterator[str]:
    """Yield the address of the demo's page; the demo is told to stop at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0"),
        env=own_environment(),
        stdout=PIPE,
        stderr=STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_READY_S):
            address = await _address(process.stdout)
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(_STOPPED_S):
            await process.communicate()


async def _address(said: asyncio.StreamReader) -> str:
    lines = []
    while line := await said.readline():
        lines.append(line)
        if found := _ADDRESS.search(line):
            return found[0].decode()
    raise AssertionError(b"".join(lines).decode())
