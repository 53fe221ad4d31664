"""Faults that wait for one task's requests, and answers that break off in the middle."""

import asyncio

import aiohttp
import pytest

from bot.studio.faults import Fault, Place
from tests.unit.studio.conftest import Client, v2_body

DEADLINE_S = 30.0


async def test_a_fault_waits_for_the_task_with_its_prompt(client: Client) -> None:
    faults = client.studio.faults
    faults.add(Place.SUBMIT, Fault(http_status=500), prompt="a goat")
    faults.add(Place.LOOK, Fault(http_status=502), times=None, prompt="a boat")
    faults.add(Place.DOWNLOAD, Fault(http_status=200, body=b"no"), times=None, prompt="a coat")
    ids = [await client.submit(prompt=prompt) for prompt in ("a boat", "a coat")]
    data = await client.until(ids[1], 2)
    assert (await client.download(data["imgs"][0]))[2] == b"no"
    url = f"{client.studio.base_url}/v2/progress"
    for _time in range(2):
        async with client.session.get(url, params={"task_id": ids[0]}) as answer:
            assert answer.status == 502
    submit = f"{client.studio.base_url}/v2/txt2img"
    for status in (500, 200):
        async with client.session.post(submit, json=v2_body(prompt="a goat")) as answer:
            assert answer.status == status
    assert len(client.studio.journal.entries) == 3


async def test_an_answer_breaks_off_in_the_middle_of_what_was_served(client: Client) -> None:
    strike = client.studio.faults.add(Place.SUBMIT, Fault(served=True, torn=True))
    with pytest.raises(aiohttp.ClientError):
        await client.post("/v2/txt2img", v2_body())
    assert len(client.studio.journal.entries) == 1
    assert strike.happened.is_set()
    await client.submit()


async def test_a_submit_that_hangs_after_it_was_taken_says_when(client: Client) -> None:
    strike = client.studio.faults.add(Place.SUBMIT, Fault(served=True, hang=True))
    call = asyncio.create_task(client.post("/v2/txt2img", v2_body()))
    async with asyncio.timeout(DEADLINE_S):
        await strike.happened.wait()
    assert len(client.studio.journal.entries) == 1
    assert not call.done()
    client.studio.faults.stop()
    with pytest.raises(aiohttp.ClientError):
        await call
