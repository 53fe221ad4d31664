"""Leading a session: pause, go on, end, cancel, and taking members out."""

from collections.abc import Awaitable, Callable

import discord

from bot.domain.sessions.actor import Actor
from bot.domain.sessions.session import Part, Session
from bot.generation.sessions.service import Sessions
from bot.replies.parts.panels import show_in_place
from bot.replies.sessions.host_panel import (
    cancel_question,
    done_text,
    ended_text,
    host_panel,
    kicked_text,
)
from bot.replies.sessions.session_access import SessionAccess
from bot.replies.sessions.session_ids import Act

_Lead = Callable[[int, Actor], Awaitable[Session]]


class SessionLeading:
    """Answers the presses of whoever has started a session, and of moderators.

    Each method raises ``SessionRefused`` for everybody else.
    """

    def __init__(self, sessions: Sessions, access: SessionAccess) -> None:
        self._sessions = sessions
        self._access = access

    async def show(self, interaction: discord.Interaction, session_id: int) -> None:
        """Show what can be done, in place of a panel of this kind."""
        session = await self._access.led(interaction, session_id)
        await show_in_place(interaction, host_panel(await self._sessions.board(session.id)))

    async def lead(self, interaction: discord.Interaction, session_id: int, act: Act) -> None:
        """Do it, and show how the session stands by then."""
        session = await self._access.led(interaction, session_id)
        if act is Act.CANCEL:
            await show_in_place(interaction, cancel_question(session))
            return
        leads: dict[Act, _Lead] = {
            Act.PAUSE: self._sessions.pause,
            Act.RESUME: self._sessions.resume,
            Act.CANCEL_SURELY: self._sessions.cancel,
        }
        actor = await self._access.actor(interaction)
        await _acknowledge(interaction)  # the board is changed first, which may take its time
        await leads[act](session.id, actor)
        await self._show_done(interaction, session, done_text(act))

    async def end(
        self, interaction: discord.Interaction, session_id: int, part: Part, round_number: int
    ) -> None:
        """End a part of that round, if it still goes on, and show how the session stands."""
        session = await self._access.led(interaction, session_id)
        actor = await self._access.actor(interaction)
        await _acknowledge(interaction)
        await self._sessions.end(session.id, round_number, part, actor)
        await self._show_done(interaction, session, ended_text())

    async def kick(self, interaction: discord.Interaction, session_id: int, member_id: int) -> None:
        """Take a member out."""
        session = await self._access.led(interaction, session_id)
        actor = await self._access.actor(interaction)
        entries = await self._sessions.kick(session.id, member_id, actor)
        board = await self._sessions.board(session.id)
        await show_in_place(interaction, host_panel(board, kicked_text(member_id, entries)))

    async def _show_done(
        self, interaction: discord.Interaction, session: Session, text: str
    ) -> None:
        await interaction.edit_original_response(
            view=host_panel(await self._sessions.board(session.id), text),
            allowed_mentions=discord.AllowedMentions.none(),
        )


async def _acknowledge(interaction: discord.Interaction) -> None:
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
