"""Sending a member their data: files in private messages below the panel that they pressed in."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import discord
import structlog

from bot.errors import StorageUnavailable
from bot.generation.exporting import Exporting, ExportKind, ExportPlan
from bot.replies.members.privacy_panel import (
    collecting_panel,
    exported_panel,
    failed_panel,
    too_large_panel,
)
from bot.replies.parts.panels import show_in_place
from bot.replies.sending.uploads import MOST_FILES
from bot.texts import gettext as _
from bot.texts import number

logger = structlog.stdlib.get_logger(__name__)

MOST_MESSAGES = 5  # follow-ups of who has installed the bot alone; no more for others, for the disk
_FILLED = 0.9  # of a file: the next image begins a new one if it does not fit


class ExportSending:
    """Answers first, then writes and sends a message's worth of files at a time."""

    def __init__(self, exporting: Exporting) -> None:
        self._exporting = exporting

    async def send(self, interaction: discord.Interaction, kind: ExportKind) -> None:
        """Send what *kind* says, or say how large it is and offer what does fit.

        Raises:
            NotAllowed: An export of the member is under way.
            StorageUnavailable: The database does not answer.
        """
        member_id, limit_bytes = interaction.user.id, interaction.filesize_limit
        self._exporting.check_not_busy(member_id)
        await show_in_place(interaction, collecting_panel())
        most_files = MOST_MESSAGES * MOST_FILES
        if kind is ExportKind.ALL:
            size_bytes = await self._exporting.image_bytes(member_id)
            most_bytes = int(most_files * limit_bytes * _FILLED)
            if size_bytes > most_bytes:
                await _show(interaction, too_large_panel(size_bytes, most_bytes))
                return
        plan = ExportPlan(
            member_id=member_id, kind=kind, limit_bytes=limit_bytes, most_files=most_files
        )
        try:
            count = await self._send(interaction, plan)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            logger.warning("export not sent", member=member_id, fault=repr(error))
            text = _("Discord did not take the files, so they are not all here. Try it later.")
            await _show(interaction, failed_panel(text))
        except StorageUnavailable as error:
            logger.warning("export not written", member=member_id, fault=repr(error.__cause__))
            await _show(interaction, failed_panel(str(error)))
        else:
            logger.info("export sent", member=member_id, files=count)
            await _show(interaction, exported_panel(count, plan.left))

    async def _send(self, interaction: discord.Interaction, plan: ExportPlan) -> int:
        count = 0
        async with self._exporting.files(plan, MOST_FILES) as batches:
            async for paths in batches:
                first, count = count + 1, count + len(paths)
                text = (
                    _("File {first}").format(first=number(first))
                    if first == count
                    else _("Files {first} to {last}").format(
                        first=number(first), last=number(count)
                    )
                )
                await interaction.followup.send(text, files=await _opened(paths), ephemeral=True)
        return count


async def _opened(paths: Sequence[Path]) -> list[discord.File]:
    return await asyncio.to_thread(lambda: [discord.File(path) for path in paths])


async def _show(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    try:
        await interaction.edit_original_response(view=view)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        logger.warning("panel not changed", interaction=interaction.id, fault=repr(error))
