"""The painting processes end when the studio does, however it goes, and not before."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import requests

from tests.unit.studio.conftest import KEY, Client, v2_body

_DEADLINE_S = 60
_ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="waiting for a grandchild needs Linux"
)


@contextmanager
def studio_process(how: str) -> Iterator[subprocess.Popen[str]]:
    """Run a studio in another process; it is killed in the end."""
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.unit.studio.serve", how],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> list[str]:
    """Return the words of what the process says first."""
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], _DEADLINE_S)[0]
    return process.stdout.readline().split()


def has_ended(pidfd: int) -> bool:
    """Wait for the end of a process that is not our child."""
    return bool(select.select([pidfd], [], [], _DEADLINE_S)[0])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_child_outlives_a_studio_that_is_killed_while_it_paints(number: signal.Signals) -> None:
    with ExitStack() as stack:
        process = stack.enter_context(studio_process("crash"))
        base_url, *pids = first_line(process)
        pidfds = []
        for pid in pids:
            pidfds.append(os.pidfd_open(int(pid)))
            stack.callback(os.close, pidfds[-1])
        answer = requests.post(
            f"{base_url}/v2/txt2img",
            data=json.dumps(v2_body(prompt="hang")),
            headers={"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
            timeout=_DEADLINE_S,
        )
        assert answer.json()["code"] == 0
        process.send_signal(number)
        assert len(pidfds) == 2
        assert all(has_ended(pidfd) for pidfd in pidfds)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_that_reaches_all_processes_leaves_the_end_of_painting_to_the_studio(
    client: Client, number: signal.Signals
) -> None:
    await client.studio.pool.warm()
    (pid,) = client.studio.pool.pids
    os.kill(pid, number)
    assert (await client.until(await client.submit(), 2, 3))["status"] == 2
    assert client.studio.pool.pids == {pid}


def test_run_studio_ends_by_itself_when_asked_to() -> None:
    with studio_process("run") as process:
        (base_url,) = first_line(process)
        assert base_url.startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
        assert process.wait(_DEADLINE_S) == 0
