"""Pages of `/history`: images to fill them, what they show, and opening one of it."""

import io
import re
from typing import Any

from PIL import Image

from tests.behaviour.conftest import House, components_of


async def make(house: House, count: int, **options: Any) -> None:
    """Let ada have so many images made, one after another."""
    for number in range(count):
        await house.imagine(**{"prompt": f"picture number {number + 1}."} | options)
        await house.settle()


async def keep(house: House) -> None:
    """Close every road to ada, and let one image be made."""
    house.env.inject_error("*", "/webhooks/*", status=404, code=10015, times=None)
    house.env.inject_error("*", "/channels/*", status=403, code=50001, times=None)
    house.env.inject_error("*", "/users/@me/channels", status=403, code=50007, times=None)
    await make(house, 1)
    house.env.backend.faults.clear()


def pictures_in(message: Any) -> list[int]:
    """Return the numbers of the pictures that a page lists."""
    options = select_of(message).get("options", [])
    return [int(re.findall(r"picture number (\d+)", each["label"])[0]) for each in options]


def select_of(message: Any) -> dict[str, Any]:
    """Return the select of a page, {} if there is none."""
    return next((part for part in components_of(message) if part["type"] == 3), {})


def sheet_of(house: House, message: Any) -> Image.Image:
    """Return the picture that is attached to a page."""
    [attached] = message.attachments
    assert attached.filename == "contact-sheet.webp"
    return Image.open(io.BytesIO(house.env.backend.cdn.get(attached.url) or b""))


async def open_one(house: House, shown: Any, member: Any = None, **which: Any) -> Any:
    """Choose one entry of a page; the panel itself changes."""
    custom_id = select_of(shown.response)["custom_id"]
    value = str(which["generation_id"])
    return await (member or house.ada).select(shown.response, [value], custom_id=custom_id)
