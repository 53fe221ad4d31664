"""Files for a card: names, alt text, and images made to fit Discord's size limit."""

import asyncio
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import discord
import structlog
from PIL import Image

from bot.domain.generation import Generation, StoredImage
from bot.generation.announcer import ImageFile
from bot.replies.sending.rooms import Rooms
from bot.texts import gettext as _
from bot.texts import ngettext

logger = structlog.stdlib.get_logger(__name__)

MOST_FILES = 10  # of one message
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_QUALITIES = (92, 80, 65)
_MOST_TRIES = 8
_MOST_PIXELS = 16_000_000  # above that, one try alone takes many seconds
_LONGEST_SIDE_PX = 16_383  # of a WebP
_SMALLEST_SIDE_PX = 64
_HOPELESS = 4  # so many times over the limit, no quality helps


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What is attached, and how many of the images asked for fit in no form at all."""

    uploads: tuple[Upload, ...] = ()
    left_out: int = 0

    @property
    def largest_bytes(self) -> int:
        """The size of the largest file."""
        return max((len(upload.data) for upload in self.uploads), default=0)

    @property
    def pairs(self) -> list[tuple[StoredImage, str]]:
        """Each stored image with the name that it is attached under."""
        return [(upload.stored, upload.name) for upload in self.uploads if upload.stored]

    @property
    def notes(self) -> list[str]:
        """Sentences for the card, if what is shown is less than what was made."""
        notes = []
        if any(upload.is_reduced for upload in self.uploads):
            notes.append(
                _("Too large for Discord, so it is shown compressed; the original is kept.")
            )
        if self.left_out:
            notes.append(
                ngettext(
                    "{n} image is too large for Discord in any form; the original is kept.",
                    "{n} images are too large for Discord in any form; the originals are kept.",
                    self.left_out,
                ).format(n=self.left_out)
            )
        return notes


class Packer:
    """Makes images fit; *rooms* are for those who hold the bytes of a whole card in memory."""

    def __init__(self) -> None:
        self.rooms = Rooms()
        self._encoding = asyncio.Semaphore(1)  # an unpacked image takes dozens of megabytes

    async def pack(
        self, generation: Generation, images: Sequence[ImageFile], limit_bytes: int
    ) -> Packed:
        """Name the images; what is larger than *limit_bytes* is re-encoded, off the event loop."""
        uploads = []
        left_out = 0
        for number, image in enumerate(images[:MOST_FILES], start=1):
            stem = f"easel-{generation.id}-{number}"
            if len(image.data) <= limit_bytes:
                suffix = _SUFFIXES.get(image.stored.content_type, "png")
                uploads.append(
                    Upload(stored=image.stored, name=f"{stem}.{suffix}", data=image.data)
                )
                continue
            async with self._encoding:
                data = await asyncio.to_thread(reduced, image.data, limit_bytes)
            if data is not None:
                uploads.append(
                    Upload(stored=image.stored, name=f"{stem}.webp", data=data, is_reduced=True)
                )
            elif not image.stored.is_extra:
                left_out += 1
                logger.warning("image fits in no form", generation=generation.id)
        return Packed(uploads=tuple(uploads), left_out=left_out)


def reduced(data: bytes, limit_bytes: int) -> bytes | None:
    """Return the image as a WebP of at most *limit_bytes*, or None if not even a tiny one fits.

    It is tried at most eight times: with less quality first, then smaller by as much as the last
    try was too large.
    """
    try:
        picture = _opened(data)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None  # it was whole when it was stored; nobody can show it now
    qualities = list(_QUALITIES)
    for _try in range(_MOST_TRIES):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=qualities[0])
        over = out.tell() / max(1, limit_bytes)
        if over <= 1:
            return out.getvalue()
        if len(qualities) > 1 and over < _HOPELESS:
            qualities.pop(0)
            continue
        picture = _scaled(picture, min(0.8, 0.95 / math.sqrt(over)))
        if max(picture.size) < _SMALLEST_SIDE_PX:
            return None
    return None


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGBA" if "A" in opened.getbands() else "RGB")
    width_px, height_px = picture.size
    factor = min(
        math.sqrt(_MOST_PIXELS / (width_px * height_px)), _LONGEST_SIDE_PX / max(picture.size)
    )
    return _scaled(picture, factor) if factor < 1 else picture


def _scaled(picture: Image.Image, factor: float) -> Image.Image:
    width_px, height_px = (max(1, int(side * factor)) for side in picture.size)
    return picture.resize((width_px, height_px))
