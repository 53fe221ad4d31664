"""Children: what is asked for next, made from a generation or from any picture, by a press.

The presser's place, quota and roles count, whoever made the parent; the child knows its parent.
"""

import asyncio
from dataclasses import replace

import discord

from bot.domain.generation import (
    DM_SERVER_ID,
    Generation,
    NewGeneration,
    Origin,
    StoredImage,
)
from bot.domain.input_image import InputImage, check_input_image
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.reduction import reduced_image
from bot.domain.request import ImageRequest
from bot.errors import StorageUnavailable
from bot.generation import offspring
from bot.providers.provider import Ability, Provider
from bot.replies.parts.place import asker_of, place_of
from bot.replies.requesting.parents import check_business, check_parent
from bot.replies.requesting.request_reader import IMAGE, RequestReader
from bot.store.image_files import ImageFiles


class Children:
    """Builds what ``Asking.ask`` takes.

    Each method raises ``NotAllowed`` if the parent is none of the presser's business, or damaged,
    and ``NotKept`` if it was deleted or its prompt erased. A child is private if its parent is or
    its member has set so, unless *is_private* says else.
    """

    def __init__(
        self, *, reader: RequestReader, image_files: ImageFiles, provider: Provider
    ) -> None:
        self._reader = reader
        self._files = image_files
        self._provider = provider

    async def again(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        *,
        is_private: bool | None = None,
    ) -> NewGeneration:
        """Return the same request with a new seed; of an upscale, what was enlarged, anew."""
        check_parent(interaction, parent)
        request = offspring.without_upscale(parent.request)
        request = request.model_copy(update={"seed": self._reader.new_seed()})
        return await self._child(interaction, parent, request, Origin.AGAIN, is_private=is_private)

    async def vary(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        index: int,
        *,
        is_private: bool | None = None,
    ) -> NewGeneration:
        """Return what paints image *index* over with a small strength.

        Raises:
            NotKept: Its file is gone.
            StorageUnavailable: It cannot be read, or not be kept as a source.
        """
        check_parent(interaction, parent)
        image = offspring.image_of(parent, index)
        picture = await self._kept_as_source(image)
        request = offspring.varied(parent, image, picture, chance=self._reader.new_seed())
        request = offspring.without_extras(request, self._provider)
        child = await self._child(interaction, parent, request, Origin.VARY, is_private=is_private)
        return replace(child, parent_index=index)

    async def upscale(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        index: int,
        *,
        is_private: bool | None = None,
    ) -> NewGeneration:
        """Return what enlarges image *index*, or paints it anew and larger if that is all there is.

        Raises:
            NotSupported: The service can do neither, or it would become too large.
            NotKept: Its file is gone.
            StorageUnavailable: It cannot be read, or not be kept as a source.
        """
        check_parent(interaction, parent)
        image = offspring.image_of(parent, index)
        offspring.check_upscale(parent, image, self._provider)
        if Ability.UPSCALE in self._provider.abilities:
            request = offspring.upscaled(parent, image, await self._kept_as_source(image))
        else:
            request = offspring.painted_larger(parent, image)
        child = await self._child(
            interaction, parent, request, Origin.UPSCALE, is_private=is_private
        )
        return replace(child, parent_index=index)

    async def edit(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        changes: ImagineOptions,
        *,
        style_name: str | None = None,
        is_private: bool | None = None,
    ) -> NewGeneration:
        """Return the parent's request with *changes*, and with a new seed unless they give one.

        What they leave out stays as it was; a style of *style_name* is laid over that. The
        parent's pictures stay too. Its prompt holds the words of its style already.

        Raises:
            StyleError: No style has that name.
            InvalidRequest: Names the option, its value, and everything that is allowed.
        """
        check_parent(interaction, parent)
        before = offspring.without_upscale(parent.request)
        style = await self._reader.style(interaction, style_name)
        unit = next(iter(before.control_units), None)
        request = image_request_from(
            offspring.edited(before, changes),
            style=style,
            defaults=offspring.inherited(before),
            seed=self._reader.new_seed(),
            control_image_sha256=unit.image_sha256 if unit else None,
            source=offspring.inherited_source(before),
        )
        child = await self._child(interaction, parent, request, Origin.EDIT, is_private=is_private)
        return replace(child, style=style.name) if style else child

    async def remix(
        self,
        interaction: discord.Interaction,
        picture: InputImage,
        options: ImagineOptions,
        *,
        style_name: str | None = None,
        is_private: bool | None = None,
        parent: Generation | None = None,
        parent_index: int | None = None,
    ) -> NewGeneration:
        """Return what paints *picture* over as *options* say; ``remixed_picture`` reads one.

        Args:
            interaction: The presser's.
            picture: Of any message in the channel.
            options: Their strength counts, else the usual one.
            style_name: A style to apply.
            is_private: Whether only the presser sees it; None: as a parent is, or as they have set.
            parent: The generation that the picture is an image of, if it is one of ours.
            parent_index: Which one of its images.

        Raises:
            StyleError: No style has that name.
            InvalidRequest: Names the option, its value, and everything that is allowed.
            StorageUnavailable: The picture cannot be kept.
        """
        if parent is not None:
            check_business(interaction, parent)
        new = await self._reader.from_pictures(
            interaction,
            options,
            style_name=style_name,
            pictures={IMAGE: picture},
            is_private=await self._reader.is_private(interaction, given=is_private, parent=parent),
        )
        return replace(
            new,
            origin=Origin.REMIX,
            parent_id=parent.id if parent else None,
            parent_index=parent_index if parent else None,
        )

    async def picture_of(self, parent: Generation, index: int) -> InputImage:
        """Return image *index* of *parent* as a picture that a service takes.

        Raises:
            NotKept: It is gone.
            StorageUnavailable: It cannot be read now.
        """
        return await self._picture(offspring.image_of(parent, index))

    async def _kept_as_source(self, image: StoredImage) -> InputImage:
        picture = await self._picture(image)
        await self._files.write_input(picture.data)
        return picture

    async def _picture(self, image: StoredImage) -> InputImage:
        try:
            data = await self._files.read(image.path)
        except StorageUnavailable as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise offspring.not_kept() from None
            raise  # the disk may answer again later
        return await asyncio.to_thread(reduced_image, image.path, data)

    async def _child(
        self,
        interaction: discord.Interaction,
        parent: Generation,
        request: ImageRequest,
        origin: Origin,
        *,
        is_private: bool | None,
    ) -> NewGeneration:
        place = place_of(
            interaction,
            is_private=await self._reader.is_private(interaction, given=is_private, parent=parent),
        )
        weight = self._reader.weight(interaction)
        if interaction.guild_id is None and parent.place.server_id != DM_SERVER_ID:
            # What a server was asked for stays that server's, its quota and its limits.
            place = replace(place, server_id=parent.place.server_id)
            weight = parent.weight
        return NewGeneration(
            request=request,
            place=place,
            provider=self._provider.name,
            style=parent.style,
            origin=origin,
            parent_id=parent.id,
            weight=weight,
            asker=asker_of(interaction),
        )


async def remixed_picture(name: str, data: bytes) -> InputImage:
    """Return the bytes of a picture in a message as one to be painted over.

    Raises:
        InvalidRequest: Not a PNG, JPEG or WebP by its bytes, too large, or damaged.
    """
    return await asyncio.to_thread(check_input_image, "image", name, data)
