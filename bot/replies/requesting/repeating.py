"""`/again`: the member's last request once more, with what they change."""

from dataclasses import replace

import discord

from bot.domain.generation import NewGeneration, Origin
from bot.domain.options import ImagineOptions
from bot.errors import NotAllowed
from bot.replies.requesting.children import Children
from bot.store.last_requests import LastRequests
from bot.texts import gettext as _

_NO_CHANGE = ImagineOptions(prompt="")


class Repeating:
    """Builds the child of whatever the member asked for last."""

    def __init__(self, last: LastRequests, children: Children) -> None:
        self._last = last
        self._children = children

    async def new_generation(
        self,
        interaction: discord.Interaction,
        changes: ImagineOptions,
        *,
        style_name: str | None,
        is_private: bool | None,
    ) -> NewGeneration:
        """Return it with *changes*, whose empty prompt means the same words as before.

        The last of this server counts, in a direct message the last of anywhere.

        Raises:
            NotAllowed: There is nothing to repeat.
            NotKept: Its prompt is not kept any more.
            StyleError: No style has that name.
            InvalidRequest: Names the option, its value, and everything that is allowed.
        """
        parent = await self._last.get(interaction.user.id, interaction.guild_id)
        if parent is None:
            raise NotAllowed(
                _("There is nothing of yours here to be repeated: `/imagine` makes the first.")
            )
        if changes == _NO_CHANGE and not style_name:
            return await self._children.again(interaction, parent, is_private=is_private)
        child = await self._children.edit(
            interaction,
            parent,
            replace(changes, prompt=changes.prompt.strip() or parent.request.prompt),
            style_name=style_name,
            is_private=is_private,
        )
        return replace(child, origin=Origin.AGAIN)
