"""A style's preview picture: made once, as an image of whoever wants it, and kept for all."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import discord

from bot.domain.generation import FINAL, Status
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.styles import PREVIEW_PROMPT, Style, content_sha256
from bot.errors import NotAllowed, StorageUnavailable
from bot.pictures.thumbnails import encoded, thumbnail
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.store.style_previews import StylePreviews
from bot.texts import gettext as _
from bot.timing import Time

_SEED = 7
_SIDE_PX = 512


class StylePictures:
    """Finds the picture of a style, and asks for it where there is none."""

    def __init__(
        self,
        *,
        previews: StylePreviews,
        generations: Generations,
        files: ImageFiles,
        reader: RequestReader,
        asking: Asking,
        defaults: Mapping[str, str],
        time: Time,
    ) -> None:
        self._previews = previews
        self._generations = generations
        self._files = files
        self._reader = reader
        self._asking = asking
        self._defaults = defaults
        self._time = time
        self._asking_for: set[str] = set()  # contents of which no row says so yet

    async def picture(self, style: Style) -> bytes | None:
        """Return the preview as a small WebP, or None while there is none.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        content = content_sha256(style)
        known = await self._previews.get(content)
        if known is None or known.picture is not None or known.generation_id is None:
            return None if known is None else known.picture
        generation = await self._generations.get(known.generation_id)
        if generation is None or generation.status is not Status.DELIVERED:
            return None
        if not generation.results:
            return None
        try:
            small = await self._files.work_on(generation.results[0].path, _reduced)
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
