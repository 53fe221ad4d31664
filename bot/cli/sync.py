"""``easel sync`` and ``easel invite``: what Discord is told, and how the bot gets into a server."""

import tempfile
from functools import partial
from pathlib import Path

import discord

from bot.cli.connection import discord_token, log_in
from bot.cli.console import Stop, say
from bot.cli.run import studio_row
from bot.client import EaselClient, needed_intents, one_line, use_addresses
from bot.services import build_services, open_foundation
from bot.settings import Settings, StoreSettings
from bot.timing import SystemTime

_NO_SERVICE = "http://127.0.0.1:9"  # nothing is asked of it here


async def sync_commands(settings: Settings) -> None:
    """Send the commands to Discord if any differs, and say which.

    Raises:
        Stop: Discord cannot be reached, or does not take them.
    """
    token = discord_token(settings)
    use_addresses(settings.discord)
    # The cogs want their services, but no command runs here: an empty house will do.
    with tempfile.TemporaryDirectory(prefix="easel-sync-") as folder:
        async with (
            open_foundation(_empty(settings, Path(folder)), SystemTime()) as foundation,
            EaselClient(partial(build_services, foundation)) as client,
        ):
            await log_in(client, token)
            try:
                changed = await client.sync_changed()
            except discord.HTTPException as error:
                raise Stop(
                    f"Discord does not take the commands: {one_line(error)}; try again later"
                ) from None
    named = ", ".join(f"/{name}" for name in changed)
    say(f"changed: {named}" if changed else "Discord knows all commands already; nothing to do")


async def print_invite(settings: Settings) -> None:
    """Print the link with exactly the scopes and permissions that the bot uses."""
    use_addresses(settings.discord)
    async with discord.Client(intents=needed_intents()) as client:
        await log_in(client, discord_token(settings))
        if client.application_id is None:
            raise Stop("Discord did not say which application this token belongs to")
        link = discord.utils.oauth_url(
            client.application_id,
            permissions=needed_permissions(),
            scopes=("bot", "applications.commands"),
        )
    say(link)


def needed_permissions() -> discord.Permissions:
    """Return what the delivery ladder needs: see the channel, write in it, attach images."""
    return discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, attach_files=True
    )


def _empty(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(
        update={
            "data_dir": folder,
            "store": StoreSettings(),
            "providers": (studio_row(_NO_SERVICE, "none"),),
            "discord": settings.discord.model_copy(update={"sync_on_change": False}),
        }
    )
