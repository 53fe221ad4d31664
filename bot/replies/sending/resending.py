"""Sending finished images again, in private, to whoever asked for them."""

from collections.abc import Callable

import discord
import structlog

from bot.domain.generation import Generation, Rung, Status
from bot.errors import NotAllowed, StorageUnavailable, UserError
from bot.generation.announcer import ImageFile
from bot.replies.parts.cards import finished_card
from bot.replies.sending.roads import is_too_large
from bot.replies.sending.uploads import MOST_FILES, Packed, Packer
from bot.store.generations import Generations
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _

logger = structlog.stdlib.get_logger(__name__)

_TRIES = 2


class Resending:
    """Sends from our own files; how many at once, the *packer* bounds for all together."""

    def __init__(self, generations: Generations, files: ImageFiles, packer: Packer) -> None:
        self._generations = generations
        self._files = files
        self._packer = packer

    async def resend(self, interaction: discord.Interaction, generation: Generation) -> None:
        """Answer *interaction* with the finished card of *generation*.

        Raises:
            NotAllowed: It has no images to be sent.
            UserError: Its images are not kept any more, or fit in no form.
            StorageUnavailable: They cannot be read now.
        """
        if generation.status is not Status.DELIVERED:
            raise NotAllowed(_("There are no images of it that I could send."))
        if not generation.images:
            raise _gone()
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self.fill(interaction, generation, _finished)

    async def fill(
        self,
        interaction: discord.Interaction,
        generation: Generation,
        show: Callable[[Generation, Packed], discord.ui.LayoutView],
    ) -> None:
        """Put the images into the answer that *interaction* has; *show* makes what is around them.

        Raises:
            UserError: Its images are not kept any more, or fit in no form.
            StorageUnavailable: They cannot be read now.
        """
        async with self._packer.rooms.enter(interaction.guild_id or interaction.channel_id or 0):
            images = await self._load(generation)
            await self._send(interaction, generation, images, show)
        logger.info("sent again", generation=generation.id)
        if generation.rung is Rung.KEPT and interaction.user.id == generation.place.member_id:
            await self._generations.handed_out(generation.id, Rung.TOKEN)

    async def _load(self, generation: Generation) -> list[ImageFile]:
        try:
            return [
                ImageFile(stored=stored, data=await self._files.read(stored.path))
                for stored in generation.images[:MOST_FILES]
            ]
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise _gone() from None
            raise  # the disk may answer again later

    async def _send(
        self,
        interaction: discord.Interaction,
        generation: Generation,
        images: list[ImageFile],
        show: Callable[[Generation, Packed], discord.ui.LayoutView],
    ) -> None:
        # This interaction's limit, which may be another than that of the first one.
        limit_bytes = interaction.filesize_limit
        for _try in range(_TRIES):
            packed = await self._packer.pack(generation, images, limit_bytes)
            if not packed.uploads:
                break
            try:
                await interaction.edit_original_response(
                    view=show(generation, packed),
                    attachments=[upload.file() for upload in packed.uploads],
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            except discord.HTTPException as error:
                if not is_too_large(error):
                    raise
                limit_bytes = packed.largest_bytes // 2
            else:
                return
        raise UserError(_("These images are too large for Discord in any form."))


def _finished(generation: Generation, packed: Packed) -> discord.ui.LayoutView:
    return finished_card(generation, packed.pairs, packed.notes, left_out=packed.left_out)


def _gone() -> UserError:
    return UserError(_("The images of this one are not kept any more."))
