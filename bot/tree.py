"""The one handler for errors of commands and buttons: every refusal is a private sentence."""

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot.errors import UserError
from bot.texts import gettext as _
from bot.texts import use_language
from bot.under_way import UnderWay

logger = structlog.stdlib.get_logger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ANSWERED = 40060
_DEAD_TOKEN = 50027
_TOO_LATE = frozenset({_UNKNOWN_INTERACTION, _ALREADY_ANSWERED, _DEAD_TOKEN})
_TOO_MANY, _SERVER_ERROR = 429, 500


class EaselTree(app_commands.CommandTree[discord.Client]):
    """Answers errors; knows no domain, for a ``UserError`` carries its own text.

    ``under_way`` holds all commands, completions of options, and presses that are not over yet.
    """

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        self.under_way = UnderWay()

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        """Refuse nothing; discord.py asks first thing in the task of each command."""
        use_language(str(interaction.locale))
        self.under_way.add()
        return True

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError
    ) -> None:
        """Answer privately, whatever happened, and log what is a bug."""
        name = interaction.command.qualified_name if interaction.command else "?"
        await answer_error(interaction, error, name)


def under_way_of(client: discord.Client) -> UnderWay | None:
    """Return what counts the commands and presses of *client*, if it has a tree of ours."""
    tree = client.tree if isinstance(client, commands.Bot) else None
    return tree.under_way if isinstance(tree, EaselTree) else None


async def answer_error(interaction: discord.Interaction, error: Exception, name: str) -> None:
    """Answer *error* privately with its sentence; *name* is what failed, for the log."""
    if is_too_late(error) or _has_stopped(interaction, error):
        logger.info("too late to answer", interaction=interaction.id, command=name)
        return
    text = error_text(error)
    if text is None and (fault := discords_fault(error)) is not None:
        logger.warning("answer not shown", command=name, fault=fault)
        text = _("Discord did not take my answer. Please try again in a moment.")
    elif text is None:
        logger.error("bug in a command", command=name, exc_info=error)
        text = _("Something went wrong inside this bot. Nothing was charged; please try again.")
    try:
        await answer_privately(interaction, text)
    except discord.HTTPException as failure:
        logger.warning("refusal not shown", command=name, code=failure.code)
    except (aiohttp.ClientError, OSError) as failure:
        logger.warning("refusal not shown", command=name, fault=type(failure).__name__)
    except RuntimeError as failure:
        if not _has_stopped(interaction, failure):
            raise
        logger.warning("refusal not shown", command=name, fault="stopped")


async def answer_privately(interaction: discord.Interaction, text: str) -> None:
    """Answer, or follow up if an answer was already given; only the member sees it."""
    nobody = discord.AllowedMentions.none()
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True, allowed_mentions=nobody)
    else:
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=nobody)


def is_too_late(error: Exception) -> bool:
    """Tell whether Discord refused an answer because the interaction is gone or answered.

    Nothing can be said to the member then, and nothing is broken: Discord was slow, or another
    answer was quicker.
    """
    original = getattr(error, "original", error)
    return isinstance(original, discord.HTTPException) and original.code in _TOO_LATE


def _has_stopped(interaction: discord.Interaction, error: Exception) -> bool:
    """Tell whether it is the bot's end that *error* tells of.

    aiohttp raises ``RuntimeError`` for each request by a session that is closed.
    """
    original = getattr(error, "original", error)
    return isinstance(original, RuntimeError) and interaction.client.is_closed()


def discords_fault(error: Exception) -> str | None:
    """Return what Discord itself, or the road to it, failed with; None if it is no such fault."""
    original = getattr(error, "original", error)
    if isinstance(original, aiohttp.ClientError):
        return type(original).__name__
    if isinstance(original, discord.HTTPException) and (
        original.status >= _SERVER_ERROR or original.status == _TOO_MANY
    ):
        return str(original.status)
    return None


def error_text(error: Exception) -> str | None:
    """Return the sentence for the member, or None for a bug."""
    original = getattr(error, "original", error)
    if isinstance(original, UserError):
        return f"⚠️ {original}"
    if isinstance(error, app_commands.TransformerError):
        return "⚠️ " + _("`{value}` is not allowed here; choose from the list.").format(
            value=str(error.value)[:60]
        )
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return _("This command has changed. Reload Discord and try again in a minute.")
    if isinstance(error, app_commands.CheckFailure):
        return _("You may not use this command here.")
    return None
