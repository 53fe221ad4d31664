"""From the options of an interaction to what admission takes: style, control image, request."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import discord

from bot.domain.generation import Generation, NewGeneration, Origin
from bot.domain.options import ImagineOptions, image_request_from
from bot.domain.ranges import MAX_SEED
from bot.domain.turn_weights import weight_of
from bot.generation.style_shelf import StyleShelf
from bot.replies.attachments import control_image_from
from bot.replies.place import place_of, server_id_of
from bot.store.image_files import ImageFiles


class RequestReader:
    """Builds new generations; *defaults* are texts by option, *provider* the service in use.

    *role_weights* are the shares of the turns that roles give, by the roles' ids. *seed* chooses
    one; the bot always does, since the service never tells its own.
    """

    def __init__(
        self,
        *,
        shelf: StyleShelf,
        image_files: ImageFiles,
        defaults: Mapping[str, str],
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
        attachment: discord.Attachment | None,
        is_private: bool,
    ) -> NewGeneration:
        """Return what the member asks for, checked; the control image is stored.

        Raises:
            StyleError: No style has that name.
            InvalidRequest: Names the option, its value, and everything that is allowed.
            StorageUnavailable: The control image cannot be kept.
        """
        style = None
        if style_name and style_name.strip():
            style = await self._shelf.find(
                style_name, member_id=interaction.user.id, server_id=server_id_of(interaction)
            )
        image = await control_image_from(attachment) if attachment else None
        request = image_request_from(
            options,
            style=style,
            defaults=self._defaults,
            seed=self._seed(),
            control_image_sha256=image.sha256 if image else None,
        )
        if image:
            await self._image_files.write_input(image.data)
        return NewGeneration(
            request=request,
            place=place_of(interaction, is_private=is_private),
            provider=self._provider,
            style=style.name if style else None,
            weight=self._weight(interaction),
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
            weight=self._weight(interaction) if is_here else parent.weight,
        )

    def _weight(self, interaction: discord.Interaction) -> float:
        member = interaction.user
        roles = member.roles if isinstance(member, discord.Member) else ()
        return weight_of((role.id for role in roles), self._role_weights)
