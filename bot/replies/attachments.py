"""The control image: checked by what Discord says of it, fetched in time, checked by its bytes."""

import asyncio

import aiohttp
import discord

from bot.domain.control_image import ControlImage, check_attachment, check_control_image
from bot.errors import InvalidRequest
from bot.texts import gettext as _

_BUDGET_S = 1.0  # of the 1.5 s that everything before the first answer may take


async def control_image_from(attachment: discord.Attachment) -> ControlImage:
    """Fetch and check the image that a member attached.

    Raises:
        InvalidRequest: Too large, not a PNG, JPEG or WebP by its bytes, damaged, or not to be had.
    """
    name = attachment.filename
    check_attachment(name, attachment.size, attachment.width, attachment.height)
    try:
        async with asyncio.timeout(_BUDGET_S):
            data = await attachment.read()
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
        raise InvalidRequest(
            "control_image", name, _("Discord did not hand it out in time, so attach it again")
        ) from error
    return await asyncio.to_thread(check_control_image, name, data)
