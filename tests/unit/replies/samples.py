"""Values for the tests of what a person sees."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
from PIL import Image

from bot.domain.generation import Generation, Origin, Place, Status, StoredImage
from bot.domain.request import ImageRequest
from bot.generation.announcer import ImageFile, Load

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_generation(
    *, asked_at: datetime = NOW, is_private: bool = False, images: int = 1, prompt: str = "a fox"
) -> Generation:
    """Return a running generation whose interaction began at *asked_at*."""
    request = ImageRequest(prompt=prompt, model="m_1.safetensors", seed=7, batch_size=images)
    place = Place(
        member_id=11,
        server_id=22,
        channel_id=33,
        interaction_id=discord.utils.time_snowflake(asked_at),
        application_id=44,
        token="interaction-token",
        message_id=55,
        is_private=is_private,
    )
    return Generation(
        id=1,
        status=Status.RUNNING,
        request=request,
        place=place,
        provider="studio",
        style=None,
        origin=Origin.IMAGINE,
        parent_id=None,
        task_id="t",
        units=images,
        created_at=asked_at,
        submitted_at=asked_at,
        ready_at=asked_at + timedelta(seconds=4.2),
        finished_at=None,
        reason=None,
        warning=None,
        rung=None,
    )


def an_image(index: int = 0, *, size: int = 16, is_extra: bool = False) -> ImageFile:
    """Return a real PNG of noise-free colour."""
    out = io.BytesIO()
    Image.new("RGB", (size, size), (index * 40 % 255, 90, 120)).save(out, "PNG")
    data = out.getvalue()
    stored = StoredImage(
        index=index,
        seed=7 + index,
        path=f"1-{index}.png",
        content_type="image/png",
        width_px=size,
        height_px=size,
        size_bytes=len(data),
        sha256="0" * 64,
        is_extra=is_extra,
    )
    return ImageFile(stored=stored, data=data)


def loaded(*images: ImageFile) -> Load:
    """Return what loads *images*."""

    async def load() -> tuple[ImageFile, ...]:
        return images

    return load


def noise(side_px: int) -> ImageFile:
    """Return a PNG that does not compress."""
    out = io.BytesIO()
    Image.effect_noise((side_px, side_px), 100).convert("RGB").save(out, "PNG")
    image = an_image()
    stored = replace(image.stored, width_px=side_px, height_px=side_px, size_bytes=out.tell())
    return ImageFile(stored=stored, data=out.getvalue())
