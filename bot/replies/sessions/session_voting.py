"""Voting: everybody's own ballot, and the select in the thread."""

import discord

from bot.domain.sessions.board import Ballot
from bot.generation.sessions.service import Sessions
from bot.replies.parts.latest_press import LatestPress
from bot.replies.sessions.ballot_panel import ballot_panel, page_of, page_with, voted_text
from bot.replies.sessions.session_access import SessionAccess
from bot.replies.sessions.session_sheets import SessionSheets

_SHEET = "ballot.webp"
_NOBODY = discord.AllowedMentions.none()


class SessionVoting:
    """Answers at once; the sheet follows as soon as it is drawn."""

    def __init__(self, sessions: Sessions, access: SessionAccess, sheets: SessionSheets) -> None:
        self._sessions = sessions
        self._access = access
        self._sheets = sheets
        self._latest = LatestPress()

    async def show(self, interaction: discord.Interaction, session_id: int, page: int) -> None:
        """Show one page of the presser's ballot; pressed on the board, the one of their choice.

        Raises:
            SessionRefused: There is no vote, or they may not take part.
        """
        ballot = await self._ballot(interaction, session_id)
        if not _is_own(interaction):
            page = page_with(ballot, ballot.chosen)
        await _acknowledge(interaction)
        await self._fill(interaction, ballot, page)

    async def vote(
        self, interaction: discord.Interaction, session_id: int, entry_id: int, page: int
    ) -> None:
        """Count a vote that was given in the presser's ballot, and show that it counts.

        Raises:
            SessionRefused: There is no vote, or not for that entry, or not by them.
        """
        await self._count(interaction, session_id, entry_id)
        ballot = await self._ballot(interaction, session_id)
        await _acknowledge(interaction)
        await self._fill(interaction, ballot, page)

    async def vote_in_thread(
        self, interaction: discord.Interaction, session_id: int, entry_id: int
    ) -> None:
        """Count a vote that was given below the candidates, and say so privately.

        Raises:
            SessionRefused: There is no vote, or not for that entry, or not by them.
        """
        await self._count(interaction, session_id, entry_id)
        ballot = await self._ballot(interaction, session_id)
        entry = next((one for one in ballot.entries if one.entry_id == entry_id), None)
        await interaction.response.send_message(
            voted_text(entry, ballot), ephemeral=True, allowed_mentions=_NOBODY
        )

    async def _count(
        self, interaction: discord.Interaction, session_id: int, entry_id: int
    ) -> None:
        session = await self._access.session(interaction, session_id, in_its_thread=True)
        await self._sessions.vote(session.id, entry_id, await self._access.actor(interaction))

    async def _ballot(self, interaction: discord.Interaction, session_id: int) -> Ballot:
        session = await self._access.session(interaction, session_id, in_its_thread=True)
        return await self._sessions.ballot(session.id, await self._access.actor(interaction))

    async def _fill(self, interaction: discord.Interaction, ballot: Ballot, page: int) -> None:
        message = interaction.message
        key = message.id if message is not None and _is_own(interaction) else interaction.id
        async with self._latest.of(key, interaction.id) as make:
            page, entries = page_of(ballot, page)
            sheet = await self._sheets.candidates(entries, _SHEET)
            panel = ballot_panel(ballot, page, sheet)
            files = [] if sheet is None else [sheet.upload.file()]
            await make(
                lambda: interaction.edit_original_response(
                    view=panel, attachments=files, allowed_mentions=_NOBODY
                )
            )


def _is_own(interaction: discord.Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def _acknowledge(interaction: discord.Interaction) -> None:
    """Answer a press at once: one's own panel is edited later, to others' messages one is added."""
    if _is_own(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
