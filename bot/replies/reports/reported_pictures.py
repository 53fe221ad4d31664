"""The pictures that moderators are shown with a report: our own files, or a copy made in time.

Without a privileged intent nobody's message can be read later, so a foreign picture is fetched
when the modal opens. What is called illegal is copied nowhere.
"""

import io

import discord
import structlog

from bot.domain.generation import DM_SERVER_ID, Generation
from bot.domain.image_header import image_header
from bot.domain.moderation.cases import Case, CaseView
from bot.errors import StorageUnavailable
from bot.generation.announcer import ImageFile
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.message_pictures import MessagePictures
from bot.replies.sending.uploads import Packer
from bot.store.image_files import ImageFiles
from bot.store.picture_shelf import PictureShelf
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_BUDGET_S = 1.0
_MOST = 4
_LIMIT_BYTES = 10 * 1024 * 1024  # a bot's own messages take this much everywhere
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


class ReportedPictures:
    """Finds the files for a report."""

    def __init__(
        self,
        *,
        found: MessagePictures,
        files: DiscordFiles,
        shelf: PictureShelf,
        image_files: ImageFiles,
        packer: Packer,
        time: Time,
    ) -> None:
        self._found = found
        self._files = files
        self._shelf = shelf
        self._image_files = image_files
        self._packer = packer
        self._time = time

    async def keep(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Keep a copy of the message's first picture until the modal is sent.

        Raises:
            NotAllowed: There is no picture in it.
            StorageUnavailable: The disk does not take it.
        """
        picture = self._found.of(message, 1)[0]
        data = await self._files.read(picture.url, _BUDGET_S)
        if data is None or image_header(data) is None:
            return  # the report counts without it
        name = _name(interaction.guild_id or DM_SERVER_ID, message.id)
        await self._shelf.put(name, data, self._time.now())

    async def files(self, view: CaseView, generation: Generation | None) -> list[discord.File]:
        """Return what can be shown of what a case is about."""
        case = view.case
        if view.is_illegal:
            await self.done(case)
            return []
        try:
            if generation is not None:
                return await self._own(generation) if generation.deleted_at is None else []
            data = await self._shelf.get(_name(case.server_id, case.source_message_id))
        except StorageUnavailable:
            return []
        header = image_header(data) if data else None
        if data is None or header is None:
            return []
        name = f"reported.{_SUFFIXES[header.format.name]}"
        return [discord.File(io.BytesIO(data), filename=name)]

    async def done(self, case: Case) -> None:
        """Remove the copy: the card has it, or must not."""
        try:
            await self._shelf.remove(_name(case.server_id, case.source_message_id))
        except StorageUnavailable as error:  # the shelf is emptied once a day in any case
            logger.warning("copy not removed", case=case.id, fault=repr(error.__cause__ or error))

    async def _own(self, generation: Generation) -> list[discord.File]:
        images = [
            ImageFile(stored=stored, data=await self._image_files.read(stored.path))
            for stored in generation.results[:_MOST]
        ]
        async with self._packer.rooms.enter(generation.place.server_id):
            packed = await self._packer.pack(generation, images, _LIMIT_BYTES)
            return [upload.file() for upload in packed.uploads]


def _name(server_id: int, message_id: int) -> str:
    return f"report-{server_id}-{message_id}"
