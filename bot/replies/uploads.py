"""Files for a card: names, alt text, and images made to fit Discord's size limit."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import discord
from PIL import Image

from bot.domain.generation import Generation, StoredImage
from bot.errors import BadImage
from bot.generation.announcer import ImageFile
from bot.texts import gettext as _

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_QUALITIES = (92, 80, 65)
_SMALLEST_SIDE_PX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One picture under the name it is attached by; *stored* is None for a preview."""

    name: str
    data: bytes = field(repr=False)
    stored: StoredImage | None = None
    is_reduced: bool = False

    def file(self) -> discord.File:
        """Return a new file object; each attempt to send needs its own."""
        return discord.File(io.BytesIO(self.data), filename=self.name)


async def uploads(
    generation: Generation, images: Sequence[ImageFile], limit_bytes: int
) -> tuple[Upload, ...]:
    """Name the images; what is larger than *limit_bytes* is re-encoded, off the event loop.

    Raises:
        BadImage: Not even a tiny version fits.
    """
    made = []
    for number, image in enumerate(images, start=1):
        suffix = _SUFFIXES.get(image.stored.content_type, "png")
        data = image.data
        is_reduced = len(data) > limit_bytes
        if is_reduced:
            data = await asyncio.to_thread(_reduced, data, limit_bytes)
            suffix = "webp"
        name = f"easel-{generation.id}-{number}.{suffix}"
        made.append(Upload(stored=image.stored, name=name, data=data, is_reduced=is_reduced))
    return tuple(made)


def size_notes(made: Sequence[Upload]) -> list[str]:
    """Say so if what is shown is smaller than what was made."""
    if any(upload.is_reduced for upload in made):
        return [_("Too large for Discord, so it is shown compressed; the original is kept.")]
    return []


def _reduced(data: bytes, limit_bytes: int) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    while max(picture.size) >= _SMALLEST_SIDE_PX:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "WEBP", quality=quality)
            if out.tell() <= limit_bytes:
                return out.getvalue()
        width_px, height_px = picture.size
        picture = picture.resize((max(1, width_px // 2), max(1, height_px // 2)))
    raise BadImage(detail=f"no form of it fits into {limit_bytes} bytes")
