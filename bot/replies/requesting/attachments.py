"""Attached pictures: checked by what Discord says, fetched in time, checked by their bytes."""

import asyncio
from collections.abc import Mapping

import aiohttp
import discord

from bot.domain.input_image import InputImage, check_attachment, check_input_image
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_BUDGET_S = 1.0  # of the 1.5 s that everything before the first answer may take


async def input_images(attached: Mapping[str, discord.Attachment]) -> Mapping[str, InputImage]:
    """Fetch and check the pictures that a member attached, by option; all of them together.

    Raises:
        InvalidRequest: Names the option of the first that is too large, not a PNG, JPEG or WebP
            by its bytes, damaged, or not to be had in time.
    """
    for option, file in attached.items():
        check_attachment(option, file.filename, file.size, file.width, file.height)
    fetched = await _fetched(attached)
    checked = await asyncio.gather(
        *(
            asyncio.to_thread(check_input_image, option, attached[option].filename, data)
            for option, data in fetched.items()
        )
    )
    return dict(zip(fetched, checked, strict=True))


async def _fetched(attached: Mapping[str, discord.Attachment]) -> Mapping[str, bytes]:
    tasks = {option: asyncio.create_task(file.read()) for option, file in attached.items()}
    try:
        if tasks:
            await asyncio.wait(tasks.values(), timeout=_BUDGET_S)
        return {option: _data(option, attached[option], task) for option, task in tasks.items()}
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


def _data(option: str, file: discord.Attachment, task: "asyncio.Task[bytes]") -> bytes:
    late = _("Discord did not hand it out in time, so attach it again")
    if not task.done():
        raise InvalidRequest(option, file.filename, late)
    try:
        return task.result()
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        raise InvalidRequest(option, file.filename, late) from error
