"""*Remix*: from a message with a picture to the modal about it, and from that to a generation.

A modal must be the first answer, and of another's message nothing can be fetched later where the
bot is no member. So the pictures are fetched first, within the second that the modal may take, and
lie on the shelf until it is sent.
"""

import asyncio
import hashlib

import discord

from bot.domain.foreign_parameters import parse_parameters
from bot.domain.generation import Generation, NewGeneration, Status
from bot.domain.image_header import image_header
from bot.domain.input_image import MAX_PIXELS
from bot.domain.options import NONE
from bot.domain.picture_texts import picture_texts
from bot.errors import NotAllowed
from bot.replies.after.remix_form import RemixForm, RemixRequest, remix_modal
from bot.replies.parts.forms import PlainModal
from bot.replies.parts.place import server_id_of
from bot.replies.parts.setting_choices import DEFAULT, Chooser, SettingChoices
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.finished import Finished, may_use
from bot.replies.pictures.message_pictures import MessagePictures
from bot.replies.pictures.own_images import OwnImages
from bot.replies.requesting.children import Children, remixed_picture
from bot.store.member_settings import MemberSettingsStore
from bot.store.picture_shelf import PictureShelf
from bot.texts import gettext as _
from bot.timing import Time

_BUDGET_S = 1.0  # of the 1.5 s that everything before the first answer may take
_MOST_PICTURES = 4  # of somebody else's message; each may be 10 MB


class Remixing:
    """Opens the modal of *Remix* and builds what it asks for."""

    def __init__(  # noqa: PLR0913 - each knows one thing about pictures or about the member
        self,
        *,
        own: OwnImages,
        finished: Finished,
        pictures: MessagePictures,
        files: DiscordFiles,
        shelf: PictureShelf,
        children: Children,
        settings: MemberSettingsStore,
        choices: SettingChoices,
        time: Time,
    ) -> None:
        self._own = own
        self._finished = finished
        self._pictures = pictures
        self._files = files
        self._shelf = shelf
        self._children = children
        self._settings = settings
        self._choices = choices
        self._time = time

    async def modal(self, interaction: discord.Interaction, message: discord.Message) -> PlainModal:
        """Return the modal about the pictures of *message*.

        Raises:
            NotAllowed: It has none that could be used, or they are not to be had in time.
            StorageUnavailable: Database or disk do not answer.
        """
        generation = await self._own.shown_by(interaction, message)
        if generation is not None and generation.deleted_at is not None:
            raise NotAllowed(_("This was deleted, so nothing can be made from it any more."))
        if generation is not None and _is_usable(interaction, generation):
            request = generation.request
            prompt = "" if request.is_erased else request.prompt
            references = [f"{generation.id}-{image.index}" for image in generation.results]
        else:
            references, prompt = await self._fetched(message)
        styles = await self._styles(interaction)
        return remix_modal(
            RemixForm(
                references=references,
                prompt=prompt,
                styles=styles,
                is_private=message.flags.ephemeral,
            )
        )

    async def child(
        self, interaction: discord.Interaction, wanted: RemixRequest, *, is_private: bool | None
    ) -> NewGeneration:
        """Return what a submitted modal asks for, checked; *is_private* is as ``Children`` says.

        Raises:
            NotAllowed: The picture is not there any more, or not the member's to use.
            UserError: As ``Children.remix`` and ``Children.picture_of`` raise them.
        """
        if wanted.sha256 is not None:
            data = await self._shelf.get(wanted.sha256)
            if data is None:
                raise NotAllowed(
                    _("I do not have this picture any more. Please use Remix on it once more.")
                )
            picture = await remixed_picture(_("picture"), data)
            return await self._children.remix(
                interaction,
                picture,
                wanted.options,
                style_name=wanted.style,
                is_private=is_private,
            )
        parent = await self._finished.named(interaction, str(wanted.generation_id))
        return await self._children.remix(
            interaction,
            await self._children.picture_of(parent, wanted.index),
            wanted.options,
            style_name=wanted.style,
            is_private=is_private,
            parent=parent,
            parent_index=wanted.index,
        )

    async def _fetched(self, message: discord.Message) -> tuple[list[str], str]:
        """Return the pictures' references, and the prompt that the first one tells of itself."""
        found = self._pictures.of(message, _MOST_PICTURES)
        every = await asyncio.gather(*(self._files.read(one.url, _BUDGET_S) for one in found))
        there = [data for data in every if data is not None]
        if not there:
            raise NotAllowed(
                _(
                    "Discord did not hand out this picture in time, or it is not there any more. "
                    "Please try again."
                )
            )
        usable = [data for data in there if _is_taken(data)]
        if not usable:
            raise NotAllowed(
                _(
                    "I cannot use this picture: it must be a PNG, JPEG or WebP of at most "
                    "16 megapixels, whatever its name says."
                )
            )
        references = []
        for data in usable:
            sha256 = await asyncio.to_thread(_sha256, data)
            await self._shelf.put(sha256, data, self._time.now())
            references.append(sha256)
        return list(dict.fromkeys(references)), await asyncio.to_thread(_prompt_of, usable[0])

    async def _styles(self, interaction: discord.Interaction) -> list[discord.SelectOption]:
        who = Chooser(member_id=interaction.user.id, server_id=server_id_of(interaction))
        own = (await self._settings.get(who.member_id)).style
        if own is None:
            return await self._choices.styles(who, None, (_("No style"), DEFAULT))
        default = _("Default: {value}").format(value=own)
        return await self._choices.styles(who, None, (default, DEFAULT), (_("No style"), NONE))


def _is_usable(interaction: discord.Interaction, generation: Generation) -> bool:
    """Tell whether its own files are what is remixed; else what Discord still shows is."""
    return (
        may_use(interaction, generation)
        and generation.status is Status.DELIVERED
        and bool(generation.results)
    )


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_taken(data: bytes) -> bool:
    header = image_header(data)
    return header is not None and header.width_px * header.height_px <= MAX_PIXELS


def _prompt_of(data: bytes) -> str:
    written = picture_texts(data).parameters
    foreign = parse_parameters(written) if written else None
    return foreign.prompt if foreign else ""
