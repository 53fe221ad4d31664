"""What moderators do with the list of blocked images of their own server."""

import discord

from bot.domain.moderation.log import Action, LogEntry
from bot.errors import NotAllowed
from bot.generation.moderation.known_images import KnownImages
from bot.replies.moderation.blocked_images_panel import blocked_images_panel
from bot.replies.moderation.unblock_list import PER_PAGE
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.texts import gettext as _
from bot.timing import Time

_NEWEST = 2**63 - 1


class ImageBlocking:
    """Shows the list, and takes images off it."""

    def __init__(self, moderators: Moderators, known: KnownImages, time: Time) -> None:
        self._moderators = moderators
        self._known = known
        self._time = time

    async def show(self, interaction: discord.Interaction) -> None:
        """Answer with the newest of them.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        await interaction.response.send_message(
            view=await self._panel(server_id),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def turn(self, interaction: discord.Interaction, before_id: int) -> None:
        """Show those before that one, in place of the page.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        await show_in_place(interaction, await self._panel(server_id, before_id))

    async def unblock(self, interaction: discord.Interaction, blocked_id: int) -> None:
        """Take an image off the list, and show the list without it.

        Raises:
            NotAllowed: It is no moderator, or this server has no such image on its list.
            StorageUnavailable: The database does not take it.
        """
        server_id = await self._moderators.check(interaction)
        entry = LogEntry(
            server_id=server_id,
            at=self._time.now(),
            action=Action.IMAGE_UNBLOCKED,
            actor_id=interaction.user.id,
            values={"image": f"#{blocked_id}"},
        )
        if not await self._known.unblock(blocked_id, entry):
            raise NotAllowed(_("This image is not blocked here."))
        await show_in_place(interaction, await self._panel(server_id))

    async def _panel(self, server_id: int, before_id: int = _NEWEST) -> discord.ui.LayoutView:
        page = await self._known.page(server_id, before_id, PER_PAGE)
        return blocked_images_panel(page)
