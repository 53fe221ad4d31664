"""The Discord client: holds the services, loads the cogs, and nothing else."""

from collections.abc import Callable
from typing import Any

import discord
import structlog
from discord.asset import Asset
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.command_sync import changed_commands
from bot.command_words import CommandWords
from bot.mod_group import mod_group
from bot.presses import ModalRoutes
from bot.services import Services
from bot.settings import DiscordSettings
from bot.texts import shorten
from bot.tree import EaselTree

logger = structlog.stdlib.get_logger(__name__)

COGS = (
    "cogs.imagine",
    "cogs.buttons",
    "cogs.queue",
    "cogs.history",
    "cogs.lineage",
    "cogs.styles",
    "cogs.style_buttons",
    "cogs.server",
    "cogs.quotas",
    "cogs.costs",
    "cogs.usage",
    "cogs.models",
    "cogs.quick",
    "cogs.privacy",
    "cogs.again",
    "cogs.settings",
    "cogs.after",
    "cogs.more",
    "cogs.remix",
    "cogs.how_made",
    "cogs.reports",
    "cogs.cases",
    "cogs.strikes",
    "cogs.setup",
    "cogs.rules",
    "cogs.sessions",
    "cogs.mod_log",
    "cogs.mod_blocks",
    "cogs.mod_images",
    "cogs.words",
    "cogs.reviews",
    "cogs.about",
)


class EaselClient(commands.Bot):
    """One bot account; *build_services* gets the client, since replies are sent through it."""

    def __init__(self, build_services: Callable[[discord.Client], Services]) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=needed_intents(),
            tree_cls=EaselTree,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.modals = ModalRoutes()
        self.mod = mod_group()
        self.services = build_services(self)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand submitted modals on; discord.py itself takes commands and components."""
        await self.modals.heard(interaction)

    async def setup_hook(self) -> None:
        """Load the cogs; tell Discord about commands only if their definition has changed."""
        await self.services.disk_room.measure()  # before the first command can come
        await self.load_cogs()
        if not self.services.settings.discord.sync_on_change:
            return
        try:
            await self.sync_changed()
        except discord.HTTPException as error:
            # Discord keeps the commands of the last time, so the bot is still of use.
            logger.warning("commands not synced; try `easel sync`", answer=one_line(error))

    async def load_cogs(self) -> None:
        """Load every cog by name, and the words of their commands."""
        await self.tree.set_translator(CommandWords())
        for name in COGS:
            await self.load_extension(name)
        if self.mod.commands:  # Discord takes no group without any
            self.tree.add_command(self.mod)

    async def sync_changed(self) -> list[str]:
        """Send the commands if any differs from what Discord has; return the names that do.

        Raises:
            discord.HTTPException: Discord does not take them.
        """
        if self.application_id is None:
            raise RuntimeError("commands can be synced only after the login")
        try:
            known = await self._known_commands(self.application_id)
        except discord.HTTPException as error:
            # Sending what Discord already has changes nothing, so not to know is no obstacle.
            logger.info("commands that Discord has not read", answer=one_line(error))
            known = []
        wanted = await self.command_payloads()
        changed = changed_commands(known, wanted)
        if changed:
            # Not by `tree.sync`, which would look up every word in every language once more.
            await self.http.bulk_upsert_global_commands(self.application_id, payload=wanted)
        logger.info("commands synced", changed=", ".join(changed))
        return changed

    async def command_payloads(self) -> list[dict[str, Any]]:
        """Return the commands as Discord is told of them, in every language."""
        words = self.tree.translator or CommandWords()
        return [
            await command.get_translated_payload(self.tree, words)
            for command in self.tree.get_commands()
        ]

    async def _known_commands(self, application_id: int) -> list[dict[str, Any]]:
        # discord.py's own method cannot ask for the other languages, which Discord leaves out.
        route = Route(
            "GET", "/applications/{application_id}/commands", application_id=application_id
        )
        known: list[dict[str, Any]] = await self.http.request(
            route, params={"with_localizations": "true"}
        )
        return known

    async def on_ready(self) -> None:
        """Say that the bot can be used."""
        logger.info("ready", user=str(self.user), servers=len(self.guilds))
        await self.services.membership.are([guild.id for guild in self.guilds])
        await self.services.permission_reading.read([guild.id for guild in self.guilds])

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that a server has invited the bot."""
        self.services.moderation.read_anew(guild.id)
        await self.services.membership.came(guild.id)
        await self.services.permission_reading.read([guild.id])

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Note it as well: Discord may name an invitation so."""
        self.services.moderation.read_anew(guild.id)
        await self.services.membership.came(guild.id)
        await self.services.permission_reading.read([guild.id])

    async def on_raw_app_command_permissions_update(
        self, payload: discord.RawAppCommandPermissionsUpdateEvent
    ) -> None:
        """Read anew what a server's admins have set for the commands."""
        await self.services.permission_reading.read([payload.guild.id])

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server has removed the bot; one that is only out of reach does not come."""
        await self.services.membership.left(guild.id)
        self.services.moderation.permissions.forget(guild.id)


def needed_intents() -> discord.Intents:
    """Return what a client of ours listens to: servers and channels, no message and no member."""
    return discord.Intents(guilds=True)


def one_line(error: discord.HTTPException) -> str:
    """Return status, code and the first words of what Discord answered."""
    return shorten(f"{error.status} / {error.code} {error.text}", 200)


def use_addresses(settings: DiscordSettings) -> None:
    """Point discord.py at the three addresses; to be called before a client is built.

    discord.py has no public way to do it: its class attributes are what it offers.
    """
    Route.BASE = settings.rest_url
    DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.gateway_url)
    Asset.BASE = settings.cdn_url
