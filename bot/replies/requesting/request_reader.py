"""From the options of an interaction to what admission takes: style, pictures, request."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import discord

from bot.domain.generation import Generation, NewGeneration, Origin
from bot.domain.input_image import InputImage, check_mask
from bot.domain.member_settings import STYLE, MemberSettings, is_private_answer
from bot.domain.options import NONE, ImagineOptions, image_request_from
from bot.domain.ranges import MAX_SEED
from bot.domain.sources import GivenSource
from bot.domain.styles import Style
from bot.domain.turn_weights import weight_of
from bot.errors import InvalidRequest, StyleError
from bot.generation.member_defaults import MemberDefaults, left_out
from bot.generation.style_shelf import StyleShelf
from bot.replies.parts.place import asker_of, place_of, server_id_of
from bot.replies.requesting.attachments import input_images
from bot.store.image_files import ImageFiles
from bot.texts import gettext as _

IMAGE, MASK, CONTROL_IMAGE = "image", "mask", "control_image"
_NO_PICTURES: Mapping[str, discord.Attachment] = MappingProxyType({})


class RequestReader:
    """Builds new generations; *provider* is the service in use.

    *role_weights* are the shares of the turns that roles give, by the roles' ids. *seed* chooses
    one; the bot always does, since the service never tells its own.
    """

    def __init__(
        self,
        *,
        shelf: StyleShelf,
        image_files: ImageFiles,
        defaults: MemberDefaults,
        provider: str,
        role_weights: Mapping[int, float] | None = None,
        seed: Callable[[], int] | None = None,
    ) -> None:
        self._shelf = shelf
        self._image_files = image_files
        self._defaults = defaults
        self._provider = provider
        self._role_weights = role_weights or {}
        # No secret, so it is not asked of the system, which lets other threads in at each call.
        self._seed = seed or partial(random.Random().randint, 0, MAX_SEED)  # noqa: S311

    async def new_generation(
        self,
        interaction: discord.Interaction,
        options: ImagineOptions,
        *,
        style_name: str | None,
        attached: Mapping[str, discord.Attachment] = _NO_PICTURES,
        is_private: bool | None,
    ) -> NewGeneration:
        """Return what the member asks for, checked; the *attached* pictures are stored.

        These are by option: ``image``, ``mask`` and ``control_image``. What they do not give is as
        they have set it with `/settings`, None for *is_private* too; "none" as a style is none at
        all.

        Raises:
            StyleError: No style has that name.
            InvalidRequest: Names the option, its value, and everything that is allowed.
            StorageUnavailable: A picture cannot be kept.
        """
        if MASK in attached and IMAGE not in attached:
            raise InvalidRequest(
                MASK, attached[MASK].filename, _("attach the picture as `image` with it")
            )
        return await self.from_pictures(
            interaction,
            options,
            style_name=style_name,
            pictures=await input_images(attached),
            is_private=is_private,
        )

    async def from_pictures(
        self,
        interaction: discord.Interaction,
        options: ImagineOptions,
        *,
        style_name: str | None,
        pictures: Mapping[str, InputImage],
        is_private: bool | None,
    ) -> NewGeneration:
        """Return the same of *pictures* that are there already."""
        defaults = await self._defaults.of(interaction.user.id, given=options.texts().keys())
        style, notes = await self._style(interaction, style_name, defaults.settings)
        control_image = pictures.get(CONTROL_IMAGE)
        request = image_request_from(
            options,
            style=style,
            defaults=defaults.options,
            seed=self.new_seed(),
            control_image_sha256=control_image.sha256 if control_image else None,
            source=_source(pictures),
        )
        for picture in pictures.values():
            await self._image_files.write_input(picture.data)
        return NewGeneration(
            request=request,
            place=place_of(
                interaction,
                is_private=is_private_answer(given=is_private, settings=defaults.settings),
            ),
            provider=self._provider,
            style=style.name if style else None,
            weight=self.weight(interaction),
            asker=asker_of(interaction),
            notes=(*defaults.notes, *notes),
        )

    async def is_private(
        self,
        interaction: discord.Interaction,
        *,
        given: bool | None = None,
        parent: Generation | None,
    ) -> bool:
        """Tell whether only the member sees the answer to what comes from *parent*."""
        return is_private_answer(
            given=given,
            settings=await self._defaults.settings(interaction.user.id),
            is_parent_private=parent is not None and parent.place.is_private,
        )

    def again(self, interaction: discord.Interaction, parent: Generation) -> NewGeneration:
        """Return the same request with the same seed, asked for by a press of *interaction*.

        What a server was asked for stays that server's, also if its card came by direct message:
        its quota, its limits, and the weight that the member's roles gave there.
        """
        place = place_of(interaction, is_private=parent.place.is_private)
        is_here = interaction.guild_id is not None
        return NewGeneration(
            request=parent.request,
            place=place if is_here else replace(place, server_id=parent.place.server_id),
            provider=self._provider,
            style=parent.style,
            origin=Origin.AGAIN,
            parent_id=parent.id,
            weight=self.weight(interaction) if is_here else parent.weight,
            asker=asker_of(interaction),
        )

    async def style(self, interaction: discord.Interaction, name: str | None) -> Style | None:
        """Return the style that the member names, None for no name and for "none".

        Raises:
            StyleError: No style has that name.
        """
        wanted = name.strip() if name else ""
        if not wanted or wanted.casefold() == NONE:
            return None
        return await self._shelf.find(
            wanted, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )

    async def _style(
        self, interaction: discord.Interaction, name: str | None, settings: MemberSettings
    ) -> tuple[Style | None, Sequence[str]]:
        """Return the style that is named, else the member's own default, and notes about it."""
        if (name and name.strip()) or not settings.style:
            return await self.style(interaction, name), ()
        try:
            return await self.style(interaction, settings.style), ()
        except StyleError:
            return None, (left_out(STYLE, settings.style),)

    def new_seed(self) -> int:
        """Choose a seed."""
        return self._seed()

    def weight(self, interaction: discord.Interaction) -> float:
        """Return the share of the turns that the presser's roles give."""
        member = interaction.user
        roles = member.roles if isinstance(member, discord.Member) else ()
        return weight_of((role.id for role in roles), self._role_weights)


def _source(images: Mapping[str, InputImage]) -> GivenSource | None:
    image, mask = images.get(IMAGE), images.get(MASK)
    if image is None:
        return None
    if mask is not None:
        check_mask(image, mask)
    return GivenSource(
        image_sha256=image.sha256, size=image.size, mask_sha256=mask.sha256 if mask else None
    )
