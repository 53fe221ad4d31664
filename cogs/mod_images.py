"""`/mod images`: the images that a server never wants to see again."""

import re

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.mod_group import Subcommands
from bot.presses import Hearing
from bot.replies.moderation.blocked_images_panel import BLOCKED_IMAGES, UNBLOCK_IMAGE
from bot.replies.moderation.image_blocking import ImageBlocking
from bot.replies.parts.buttons import id_in


class ModImages(commands.Cog):
    """The subcommand and each button check by themselves that it is a moderator of that server."""

    def __init__(self, bot: EaselClient, blocking: ImageBlocking) -> None:
        self._blocking = blocking
        self._subcommands = Subcommands(bot.mod, [self.images])
        self._hearing = Hearing(
            bot, presses={UNBLOCK_IMAGE: self.unblock, BLOCKED_IMAGES: self.turn}
        )

    async def cog_load(self) -> None:
        """Offer the subcommand, and listen to the buttons of every list."""
        self._subcommands.begin()
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Offer and listen no longer."""
        self._subcommands.end()
        self._hearing.end()

    async def images(self, interaction: discord.Interaction) -> None:
        """Show which images are blocked here, and let some back."""
        await self._blocking.show(interaction)

    async def unblock(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Let the image back whose button was pressed."""
        await self._blocking.unblock(interaction, id_in(match["blocked"]))

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the next page."""
        await self._blocking.turn(interaction, id_in(match["before"]))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(ModImages(bot, bot.services.moderation.image_blocking))
