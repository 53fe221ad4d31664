"""What the demo shows before anyone has done anything."""

from io import BytesIO

from PIL import Image

from bot.cli.demo_world import furnish
from bot.sandbox import Sandbox
from tests.unit.sandbox.raw_bot import raw_bot


def _read(data: bytes) -> tuple[tuple[int, int], str]:
    with Image.open(BytesIO(data)) as image:
        return image.size, str(image.info["parameters"])


async def test_each_kind_of_place_has_something_to_try() -> None:
    async with raw_bot() as bot:
        sandbox: Sandbox = bot.sandbox
        await furnish(sandbox)
        for place in ("general", "news", "sunsets", "Show your foxes", "lounge", "Ada and Ben"):
            assert sandbox.messages(sandbox.channel(place)), place
        (post,) = sandbox.messages(sandbox.channel("images"))
        (picture,) = post["attachments"]
        assert picture["description"] == "A lighthouse above the sea at sunset"
        size_px, parameters = _read(sandbox.attachment(picture["url"]))
        assert size_px == (384, 288)
        assert "Steps: 8, Sampler: Euler a" in parameters
        members = {name: sandbox.world.member(name) for name in ("ada", "ben", "cleo", "yuki")}
        spoken = [sandbox.world.locale(user) for user in members.values()]
        assert spoken == ["en-US", "de", "es-ES", "ja"]
