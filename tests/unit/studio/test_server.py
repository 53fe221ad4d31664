"""A whole studio with a painter that only makes flat colours."""

import asyncio
import os
import signal
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from PIL import Image

from bot.errors import SettingsError
from bot.studio.faults import Fault, Place
from bot.studio.refusals import Reason
from bot.studio.server import Studio
from bot.studio.settings import StudioSettings
from bot.studio.tasks import Status
from tests.unit.studio.conftest import PLAIN, Client, Clock, MakeClient, v2_body


async def test_a_task_goes_from_the_queue_to_a_picture_of_the_size_asked_for(
    client: Client,
) -> None:
    client.studio.faults.pause()
    task_id = await client.submit(batch_size=2, n_iter=2, width=400, height=300)
    waiting = await client.look(task_id)
    assert waiting["status"] == 0
    assert waiting["imgs"] is None
    assert waiting["eta_relative"] > 0
    client.studio.faults.resume()
    done = await client.until(task_id, 2)
    assert done["progress"] == 1
    assert done["eta_relative"] == 0
    assert len(done["imgs"]) == 4
    for index, url in enumerate(done["imgs"]):
        _, kind, content = await client.download(url)
        image = Image.open(BytesIO(content))
        assert kind == "image/png"
        assert image.size == (400, 300)
        assert image.getpixel((0, 0)) == (7 + index, 90, 120)


async def test_png_files_say_how_they_were_made_and_that_no_camera_was_there(
    client: Client,
) -> None:
    task_id = await client.submit(negative_prompt="rain", model_name="sd_xl_base_1.0.safetensors")
    done = await client.until(task_id, 2)
    image = Image.open(BytesIO((await client.download(done["imgs"][0]))[2]))
    image.load()
    text = image.text  # type: ignore[attr-defined] # only PNG files have it
    assert text["parameters"].startswith(
        "a boat\nNegative prompt: rain\nSteps: 2, Sampler: Euler a"
    )
    assert "Seed: 7, Size: 64x48" in text["parameters"]
    assert "Painted by: sketch-painter-v1" in text["parameters"]
    assert "algorithmicMedia" in text["XML:com.adobe.xmp"]


async def test_a_link_dies_when_its_lifetime_is_over(client: Client, clock: Clock) -> None:
    done = await client.until(await client.submit(img_expire_ttl=60), 2)
    link = done["imgs"][0]
    assert (await client.download(link))[0] == 200
    clock.shift += timedelta(seconds=61)
    assert (await client.download(link))[0] == 403


async def test_a_changed_link_opens_nothing(client: Client) -> None:
    done = await client.until(await client.submit(), 2)
    assert (await client.download(done["imgs"][0].replace("-0.png", "-1.png")))[0] == 403
    assert (await client.download(done["imgs"][0].replace("sig=", "sig=0")))[0] == 403


async def test_previews_are_links_while_painting_and_gone_afterwards(client: Client) -> None:
    task_id = await client.submit(prompt="hang", steps=50)
    data = await client.until(task_id, 1)
    while data["current_images"] == [""]:
        data = await client.look(task_id)
    status, kind, content = await client.download(data["current_images"][0])
    assert (status, kind) == (200, "image/webp")
    assert Image.open(BytesIO(content)).size == (32, 32)
    assert 0 < data["progress"] < 1


async def test_without_progress_info_there_are_no_previews(client: Client) -> None:
    task_id = await client.submit(prompt="hang", extra={"enable_progress_info": False})
    data = await client.until(task_id, 1)
    while data["progress"] == 0:
        data = await client.look(task_id)
    assert data["current_images"] == [""]


async def test_a_painter_that_dies_fails_its_task_alone_and_is_replaced(client: Client) -> None:
    dying = await client.submit(prompt="die")
    next_one = await client.submit()
    assert (await client.until(dying, 2, 3))["failed_reason"] == "the painter has stopped"
    assert (await client.until(next_one, 2, 3))["status"] == 2


async def test_a_painter_that_dies_while_idle_fails_nothing(client: Client) -> None:
    await client.studio.pool.warm()
    (idle,) = client.studio.pool._all
    os.kill(idle.pid, signal.SIGKILL)
    async with asyncio.timeout(10):
        while idle.is_alive:
            await client.get("/v3/user")
    assert (await client.until(await client.submit(), 2, 3))["status"] == 2
    assert idle.pid not in client.studio.pool.pids


async def test_a_painter_that_raises_is_used_again_and_tells_no_prompt(client: Client) -> None:
    failing = await client.submit(prompt="fail, a secret wish")
    next_one = await client.submit(prompt="print")
    data = await client.until(failing, 2, 3)
    assert data["failed_reason"] == "the painter failed (ValueError)"
    pids = client.studio.pool.pids
    assert (await client.until(next_one, 2, 3))["status"] == 2
    assert client.studio.pool.pids == pids


async def test_a_painter_that_cannot_start_fails_every_task_instead_of_hanging(
    make_client: MakeClient,
) -> None:
    client = await make_client(painter="tests.unit.studio.broken_painter")
    for _ in range(2):
        data = await client.until(await client.submit(), 2, 3)
        assert data["failed_reason"] == "no painter can be started"


async def test_a_task_over_its_deadline_ends_as_timed_out(make_client: MakeClient) -> None:
    client = await make_client(task_deadline_s=0.2)
    task_id = await client.submit(prompt="hang")
    assert (await client.until(task_id, 2, 3, 4))["status"] == 4


async def test_one_task_too_many_is_answered_with_429(make_client: MakeClient) -> None:
    client = await make_client(waiting_limit=2)
    client.studio.faults.pause()
    await client.submit()  # the only runner holds this one back
    await client.submit()
    while (answer := await client.post("/v2/txt2img", v2_body()))[0] == 200:
        pass
    assert answer[1]["reason"] == "RATE_LIMIT_EXCEEDED"


async def test_the_oldest_results_make_room(make_client: MakeClient) -> None:
    client = await make_client(kept_tasks=1)
    first = await client.submit()
    link = (await client.until(first, 2))["imgs"][0]
    await client.until(await client.submit(), 2)
    assert (await client.get("/v2/progress", task_id=first))[1]["code"] == 3
    assert (await client.download(link))[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer key"},
        {"Authorization": "bearer  key"},
        {"Authorization": "key"},
        {"X-Omni-Key": "key"},
    ],
)
async def test_every_way_to_send_the_key_is_taken(client: Client, headers: dict[str, str]) -> None:
    url = f"{client.studio.base_url}/v3/user"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        assert answer.status == 200
        assert (await answer.json())["credit_balance"] == 1_000_000_000


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}])
async def test_without_the_key_nothing_is_told(client: Client, headers: dict[str, str]) -> None:
    base = client.studio.base_url
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{base}/v2/progress?task_id=x") as answer:
            assert (answer.status, (await answer.json())["code"]) == (200, 4)
        async with session.get(f"{base}/v3/model") as answer:
            assert answer.status == (403 if headers else 400)
        async with session.get(f"{base}/studio/journal") as answer:
            assert answer.status == (403 if headers else 400)


async def test_the_journal_lists_what_was_accepted_and_nothing_else(client: Client) -> None:
    task_id = await client.submit(prompt="a kite")
    await client.post("/v2/txt2img", v2_body(steps=99))
    _, answer = await client.get("/studio/journal")
    (entry,) = answer["submissions"]
    assert (entry["task_id"], entry["api"], entry["body"]["prompt"]) == (task_id, "v2", "a kite")
    assert [submission.task_id for submission in client.studio.journal.entries] == [task_id]


async def test_each_accepted_image_is_charged_and_an_empty_account_is_refused(
    make_client: MakeClient,
) -> None:
    client = await make_client(balance=40)
    await client.submit(batch_size=2)
    assert (await client.get("/v3/user"))[1]["credit_balance"] == 10
    assert (await client.post("/v2/txt2img", v2_body()))[1]["code"] == 7
    assert (await client.get("/v3/user"))[1]["credit_balance"] == 10


async def test_a_fault_replaces_one_answer_and_takes_nothing(client: Client) -> None:
    faults = client.studio.faults
    faults.add(Place.SUBMIT, Fault(refusal=Reason.UNAVAILABLE))
    faults.add(Place.SUBMIT, Fault(http_status=502, body=b"<html>", headers={"Retry-After": "3"}))
    assert (await client.post("/v2/txt2img", v2_body()))[1]["code"] == 5
    url = f"{client.studio.base_url}/v2/txt2img"
    async with client.session.post(url, json=v2_body()) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (502, "3")
        assert await answer.read() == b"<html>"
    assert client.studio.journal.entries == ()
    await client.submit()


async def test_a_late_answer_is_the_right_one(client: Client) -> None:
    client.studio.faults.add(Place.MODELS, Fault(delay_s=0.01))
    status, answer = await client.get("/v3/model", **{"pagination.limit": "2.0"})
    assert (status, len(answer["models"])) == (200, 2)


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("0", "VALIDATOR"),
        ("101", "VALIDATOR"),
        ("x", "INVALID_REQUEST_BODY"),
        ("inf", "INVALID_REQUEST_BODY"),
    ],
)
async def test_a_page_of_an_impossible_size_is_refused(
    client: Client, limit: str, reason: str
) -> None:
    status, answer = await client.get("/v3/model", **{"pagination.limit": limit})
    assert (status, answer["reason"]) == (400, reason)


async def test_a_lost_answer_is_still_an_accepted_task(client: Client) -> None:
    client.studio.faults.add(Place.SUBMIT, Fault(drop=True, served=True))
    with pytest.raises(aiohttp.ClientError):
        await client.post("/v2/txt2img", v2_body())
    assert len(client.studio.journal.entries) == 1


async def test_what_hangs_lets_the_studio_stop(clock: Clock) -> None:
    studio = Studio(StudioSettings(api_key="key", workers=1, painter=PLAIN), clock)
    async with aiohttp.ClientSession(headers={"Authorization": "key"}) as session:
        async with studio:
            studio.faults.add(Place.LOOK, Fault(hang=True))
            url = f"{studio.base_url}/v2/progress"
            with pytest.raises(TimeoutError):
                await session.get(url, timeout=aiohttp.ClientTimeout(total=0.1))
        assert studio.pool.pids == set()


@pytest.mark.parametrize(("status", "code"), [(Status.FAILED, 3), (Status.TIMED_OUT, 4)])
async def test_the_next_task_can_be_made_to_end_badly(
    client: Client, status: Status, code: int
) -> None:
    client.studio.faults.end_next_task(status, "out of paint")
    data = await client.until(await client.submit(), 2, 3, 4)
    assert (data["status"], data["failed_reason"], data["imgs"]) == (code, "out of paint", None)


async def test_images_of_an_earlier_run_are_removed_and_other_files_are_not(
    make_client: MakeClient, tmp_path: Path
) -> None:
    left = tmp_path / "2b7e0a4c-6a0f-4d0b-9a53-0f6f3d1c9e11"
    for folder in (left, tmp_path / "mine"):
        await asyncio.to_thread(folder.mkdir)
    client = await make_client(data_dir=tmp_path)
    done = await client.until(await client.submit(), 2)
    assert (await client.download(done["imgs"][0]))[0] == 200
    assert not await asyncio.to_thread(left.exists)
    assert await asyncio.to_thread((tmp_path / "mine").exists)


async def test_a_disk_that_takes_nothing_fails_the_task_with_a_reason(
    make_client: MakeClient, tmp_path: Path
) -> None:
    client = await make_client(data_dir=tmp_path / "images")
    client.studio.faults.pause()
    task_id = await client.submit()
    await asyncio.to_thread((tmp_path / "images").rmdir)
    await asyncio.to_thread((tmp_path / "images").write_text, "in the way")
    client.studio.faults.resume()
    data = await client.until(task_id, 2, 3)
    assert data["failed_reason"] == "the image could not be stored"


async def test_a_taken_port_is_said_in_a_sentence(client: Client, clock: Clock) -> None:
    port = int(client.studio.base_url.rpartition(":")[2])
    second = Studio(StudioSettings(api_key="key", port=port, painter=PLAIN), clock)
    with pytest.raises(SettingsError, match=str(port)):
        await second.start()
    assert second.pool.pids == set()
