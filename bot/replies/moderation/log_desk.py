"""What moderators ask of the log: pages of it, and all of it as files."""

import io
import re

import aiohttp
import discord
import structlog

from bot.domain.moderation.log_filter import LogFilter
from bot.errors import UserError
from bot.replies.moderation.log_export import MOST_FILES, Part, parts
from bot.replies.moderation.log_ids import Turn, entry_id_of, filter_of
from bot.replies.moderation.log_panel import PER_PAGE, log_panel
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import show_in_place
from bot.store.log_pages import LogPages
from bot.texts import gettext as _
from bot.texts import number

logger = structlog.stdlib.get_logger(__name__)

_FILLED = 0.9  # of the largest file that Discord takes


class LogNotSent(UserError):
    """Discord did not take a file of the log."""

    def __init__(self, *, part: int) -> None:
        super().__init__(
            _("Discord did not take part {n} of the log. Please try again in a moment.").format(
                n=number(part)
            )
        )


class LogDesk:
    """Answers moderators with entries of their own server, and nobody else."""

    def __init__(self, moderators: Moderators, pages: LogPages, *, currency: str) -> None:
        self._moderators = moderators
        self._pages = pages
        self._currency = currency

    async def show(self, interaction: discord.Interaction, wanted: LogFilter) -> None:
        """Answer with the newest page of what is *wanted*.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        page = await self._pages.older(server_id, wanted, PER_PAGE)
        await interaction.response.send_message(
            view=log_panel(server_id, page, wanted, self._currency),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def turn(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the page that a button leads to, in place of its own.

        Raises:
            NotAllowed: It is no moderator.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        wanted, entry_id = filter_of(match), entry_id_of(match)
        if match["way"] == Turn.OLDER:
            page = await self._pages.older(server_id, wanted, PER_PAGE, entry_id)
        else:
            page = await self._pages.newer(server_id, wanted, PER_PAGE, entry_id)
        await show_in_place(interaction, log_panel(server_id, page, wanted, self._currency))

    async def export(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Send all that the page's filter finds, as files that only the moderator sees.

        Raises:
            NotAllowed: It is no moderator.
            LogNotSent: Discord does not take a file.
            StorageUnavailable: The database does not answer.
        """
        server_id = await self._moderators.check(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        limit_bytes = int(interaction.filesize_limit * _FILLED)
        wanted, count = filter_of(match), 0
        async for part in parts(self._pages, server_id, wanted, limit_bytes=limit_bytes):
            count += 1
            try:
                await _send(interaction, count, part)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                logger.warning("log not sent", server=server_id, part=count, fault=repr(error))
                raise LogNotSent(part=count) from error
        if not count:
            await interaction.followup.send(
                _("There is nothing of that kind in the log."), ephemeral=True
            )
        logger.info("log sent", server=server_id, parts=count, by=interaction.user.id)


async def _send(interaction: discord.Interaction, count: int, part: Part) -> None:
    text = _("Part {n} of the moderation log.").format(n=number(count))
    if part.is_cut:
        when = f"<t:{int(part.oldest.entry.at.timestamp())}:f>"
        text += "\n" + _(
            "There is more, but no more than {n} files are sent at once: what is older than "
            "{when} can be had with the option `until`."
        ).format(n=number(MOST_FILES), when=when)
    await interaction.followup.send(
        text,
        file=discord.File(io.BytesIO(part.data), f"moderation-log-{count}.csv"),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
    )
