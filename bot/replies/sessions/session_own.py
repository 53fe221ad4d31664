"""A member's own entries: looked at, and taken back."""

import discord

from bot.domain.sessions.session import Session
from bot.generation.cancelling import Cancelling
from bot.generation.sessions.service import Sessions
from bot.replies.parts.panels import Panel, show_in_place
from bot.replies.sessions.session_access import SessionAccess
from bot.replies.sessions.session_panels import mine_panel, taken_back_text
from bot.replies.sessions.session_sheets import SessionSheets
from bot.store.session_mine import OwnEntries
from bot.texts import gettext as _
from bot.timing import Time


class SessionOwn:
    """Answers the presses of those who take part, each with their own entries alone."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        access: SessionAccess,
        own: OwnEntries,
        sheets: SessionSheets,
        cancelling: Cancelling,
        time: Time,
    ) -> None:
        self._sessions = sessions
        self._access = access
        self._own = own
        self._sheets = sheets
        self._cancelling = cancelling
        self._time = time

    async def mine(self, interaction: discord.Interaction, session_id: int) -> None:
        """Show the presser's own entries."""
        session = await self._access.session(interaction, session_id)
        await interaction.response.send_message(
            view=await self._panel(session, interaction.user.id),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def take_back(
        self, interaction: discord.Interaction, session_id: int, entry_id: int
    ) -> None:
        """Take an entry of the presser's out of the session.

        Raises:
            SessionRefused: It is none of theirs, or it is too late.
        """
        session = await self._access.session(interaction, session_id)
        member_id = interaction.user.id
        taken = await self._own.take_back(session.id, entry_id, member_id, self._time.now())
        cancelled = None
        if taken.was_unmade:
            cancelled = await self._cancelling.cancel(taken.generation_id)
        self._sessions.entered(session.id)
        if taken.was_unmade and cancelled is None:
            note = "⚠️ " + _("It is being made already. Try again once it is ready.")
        else:
            note = taken_back_text(was_unmade=taken.was_unmade)
        await show_in_place(interaction, await self._panel(session, member_id, note))
        if cancelled is not None:
            await self._cancelling.tell(cancelled)

    async def _panel(self, session: Session, member_id: int, note: str | None = None) -> Panel:
        entries = await self._own.of(session.id, member_id)
        prompts = {
            entry.generation_id: await self._sheets.prompt(entry.generation_id) for entry in entries
        }
        return mine_panel(session, entries, prompts, note)
