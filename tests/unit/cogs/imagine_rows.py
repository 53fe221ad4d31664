"""What `/imagine` is given, and the row that it makes."""

from io import BytesIO

from PIL import Image

from bot.client import EaselClient
from bot.domain.generation import Generation

MODEL = "dream.safetensors"


async def only_generation(client: EaselClient) -> Generation:
    found = await client.services.listings.find_by_message(555)
    assert found is not None
    return found


async def used_today(client: EaselClient) -> int:
    services = client.services
    return (await services.usage.member(7, 10, services.time.now(), 100)).today


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()
