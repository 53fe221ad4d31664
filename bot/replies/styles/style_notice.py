"""Telling whoever shares a style what the moderators decided about it, by direct message."""

from enum import Enum

import aiohttp
import discord
import structlog

from bot.domain.styles import Style
from bot.replies.parts.words import code, safe
from bot.texts import gettext as _
from bot.texts import in_language

logger = structlog.stdlib.get_logger(__name__)


class Decided(Enum):
    """What moderators can decide about another's style."""

    LET_IN = "in"
    REFUSED = "out"
    TAKEN_BACK = "taken_back"


class StyleNotice:
    """Tells owners; that one takes no messages is logged, and no more: `/style list` shows it."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def tell(self, interaction: discord.Interaction, style: Style, decided: Decided) -> None:
        """Tell the owner of *style* in the server's language, unless they decided themselves."""
        if style.owner_id is None or style.owner_id == interaction.user.id:
            return
        with in_language(str(interaction.guild_locale or interaction.locale)):
            text = _words(style, decided, interaction.guild)
        try:
            channel = await self._client.create_dm(discord.Object(style.owner_id))
            await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.info("owner of a style not told", style=style.id, fault=type(error).__name__)


def _words(style: Style, decided: Decided, guild: discord.Guild | None) -> str:
    text = {
        Decided.LET_IN: _("🤝 Your style {style} is shared with {server} now."),
        Decided.REFUSED: _("The moderators of {server} did not let your style {style} in."),
        Decided.TAKEN_BACK: _(
            "The moderators of {server} have stopped sharing your style {style}."
        ),
    }[decided]
    still = "" if decided is Decided.LET_IN else " " + _("It is still yours.")
    server = _("the server") if guild is None else f"**{safe(guild.name)}**"
    return text.format(style=code(style.name), server=server) + still
