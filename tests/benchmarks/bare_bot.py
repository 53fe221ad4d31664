"""The two bots that Easel is compared with: discord.py, one command, one constant answer.

``python -m tests.benchmarks.bare_bot text|card``; token and addresses come from the environment
under Easel's names.
"""

import asyncio
import logging
import os
import sys

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


def constant_card() -> discord.ui.LayoutView:
    """Return a card of the shape that Easel's first answer has."""
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(
        discord.ui.TextDisplay("<@1>\n> a lighthouse in the fog"),
        discord.ui.TextDisplay("⏳ Waiting, place **1** in the queue"),
        discord.ui.TextDisplay("-# 512×512 · 20 steps · a model · seed 1"),
        accent_colour=0x80848E,
    )
    return discord.ui.LayoutView(timeout=None).add_item(container)


class BareBot(discord.Client):
    """It syncs nothing: Discord sends what anyone synced for the account, and Easel does."""

    def __init__(self, *, has_card: bool) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="imagine")(_card if has_card else _text)


async def _text(interaction: discord.Interaction[BareBot], prompt: str) -> None:
    """Answer with a constant text."""
    await interaction.response.send_message("Accepted.")


async def _card(interaction: discord.Interaction[BareBot], prompt: str) -> None:
    """Answer with a constant card."""
    await interaction.response.send_message(view=constant_card())


async def main() -> None:
    logging.getLogger("discord").setLevel(logging.ERROR)
    Route.BASE = os.environ["EASEL_DISCORD__REST_URL"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(os.environ["EASEL_DISCORD__GATEWAY_URL"])
    async with BareBot(has_card=sys.argv[1] == "card") as bot:
        await bot.start(os.environ["EASEL_DISCORD__TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
