"""A style's preview picture: made once, as an image of whoever wants it, and kept for all."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import discord

from bot.domain.generation import FINAL, Place, Status, StoredImage
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.styles import PREVIEW_PROMPT, Style, content_sha256
from bot.errors import NotAllowed, StorageUnavailable
from bot.pictures.thumbnails import encoded, thumbnail
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.style_previews import StylePreview, StylePreviews
from bot.texts import gettext as _
from bot.timing import Time

_SEED = 7
_SIDE_PX = 512


class LetsShow(Protocol):
    """Knows the rules of each place for images."""

    async def lets_show(self, data: bytes, percent: float | None, place: Place) -> bool:
        """Tell whether an image may be seen in *place*."""


class StylePictures:
    """Finds the picture of a style, and asks for it where there is none."""

    def __init__(  # noqa: PLR0913 - it asks all of them
        self,
        *,
        previews: StylePreviews,
        generations: Generations,
        files: ImageFiles,
        reader: RequestReader,
        asking: Asking,
        defaults: Mapping[str, str],
        gate: LetsShow,
        time: Time,
    ) -> None:
        self._previews = previews
        self._generations = generations
        self._files = files
        self._reader = reader
        self._asking = asking
        self._defaults = defaults
        self._gate = gate
        self._time = time
        self._asking_for: set[str] = set()  # contents of which no row says so yet

    async def picture(self, style: Style, place: Place) -> bytes | None:
        """Return the preview as a small WebP, or None while there is none to be seen in *place*.

        Servers share it, but not their rules: where it was made may allow more than *place*.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        content = content_sha256(style)
        known = await self._previews.get(content)
        if known is None:
            return None
        made = await self._made(known)
        small = known.picture
        if small is None and made is not None:
            small = await self._kept(content, made)
        percent = None if made is None else made.nsfw_confidence
        if small is None or not await self._gate.lets_show(small, percent, place):
            return None
        return small

    async def _made(self, known: StylePreview) -> StoredImage | None:
        """Return the image that the preview is made of; None: not yet, or not any more."""
        generation = await self._generations.get(known.generation_id or 0)
        if generation is None or generation.status is not Status.DELIVERED:
            return None
        return next(iter(generation.results), None)

    async def _kept(self, content: str, made: StoredImage) -> bytes | None:
        try:
            small = await self._files.work_on(made.path, _reduced)
        except StorageUnavailable:
            return None  # the original is gone or damaged: the panel goes without
        await self._previews.keep(content, small)
        return small

    async def ask(
        self, interaction: discord.Interaction, style: Style, *, begun_at_s: float
    ) -> None:
        """Answer *interaction* with the private card of the image that becomes the preview.

        Raises:
            NotAllowed: The preview exists, or is being made.
            UserError: The request is refused, as any other.
        """
        content = content_sha256(style)
        if content in self._asking_for:
            raise _exists()
        self._asking_for.add(content)
        try:
            await self._ask(interaction, style, content, begun_at_s)
        finally:
            self._asking_for.discard(content)

    async def _ask(
        self, interaction: discord.Interaction, style: Style, content: str, begun_at_s: float
    ) -> None:
        known = await self._previews.get(content)
        if known is not None and (
            known.picture is not None or await self._is_made(known.generation_id)
        ):
            raise _exists()
        options = ImagineOptions(prompt=PREVIEW_PROMPT, images=1, seed=_SEED)
        new = await self._reader.new_generation(
            interaction, options, style_name=style.name, is_private=True
        )
        # For everybody: with the owner's defaults, whatever the member has set.
        request = image_request_from(options, style=style, defaults=self._defaults, seed=_SEED)
        request = request.model_copy(update={"batch_size": 1, "n_iter": 1})
        new = replace(new, request=request, notes=())
        admitted = await self._asking.ask(
            interaction, new, begun_at_s=begun_at_s, preview_of=content
        )
        if admitted is not None:
            await self._previews.asked(content, admitted.generation.id, self._time.now())

    async def _is_made(self, generation_id: int | None) -> bool:
        generation = await self._generations.get(generation_id or 0)
        if generation is None:
            return False
        # What a rule or a moderator has kept back can be asked for again.
        is_shown = generation.status is Status.DELIVERED and bool(generation.results)
        return generation.status not in FINAL or is_shown


def _exists() -> NotAllowed:
    return NotAllowed(_("This style's preview exists or is being made: look at it again soon."))


def _reduced(path: Path) -> bytes:
    return encoded(thumbnail(path, _SIDE_PX))
