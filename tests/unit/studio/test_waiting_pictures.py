"""Pictures that wait take memory: so many may, texts go on, and room comes back."""

from bot.studio.server import Studio
from tests.unit.studio.conftest import Client, MakeClient, v2_body
from tests.unit.studio.test_image_requests import picture

BODY = v2_body(init_images=[picture()])


async def submit(client: Client) -> int:
    """Submit a picture and return the HTTP status."""
    status, _ = await client.post("/v2/img2img", BODY)
    return status


async def test_too_many_waiting_pictures_are_429_and_a_text_is_not(make_client: MakeClient) -> None:
    client = await make_client(waiting_bytes=1)
    studio: Studio = client.studio
    studio.faults.pause()
    assert await submit(client) == 200
    assert await submit(client) == 429
    task_id = await client.submit()
    assert len(studio.journal.entries) == 2
    studio.faults.resume()
    assert (await client.until(task_id, 2, 3))["status"] == 2
    assert await submit(client) == 200


async def test_a_painted_over_picture_arrives(client: Client) -> None:
    _, answer = await client.post("/v2/img2img", BODY | {"mask": picture()})
    data = await client.until(answer["data"]["task_id"], 2, 3)
    assert (data["status"], data["progress"], data["failed_reason"]) == (2, 1, "")
    assert (await client.download(data["imgs"][0]))[:2] == (200, "image/png")
