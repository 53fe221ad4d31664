"""Whose session it is, and who presses: looked up anew at every press.

A custom_id can be written by hand: of a session of another server nothing is told or done, and of
one in a channel that the presser does not see nothing is told.
"""

from collections.abc import Sequence

import discord

from bot.domain.sessions.actor import Actor
from bot.domain.sessions.refusals import Refusal, refused
from bot.domain.sessions.session import Session
from bot.errors import NotAllowed
from bot.generation.sessions.service import Sessions
from bot.replies.parts.buttons import id_in
from bot.replies.parts.moderators import Moderators
from bot.texts import gettext as _

_MOST_DIGITS = 20


class SessionAccess:
    """Each method raises ``StorageUnavailable`` if the database does not answer."""

    def __init__(self, sessions: Sessions, moderators: Moderators) -> None:
        self._sessions = sessions
        self._moderators = moderators

    async def session(
        self, interaction: discord.Interaction, session_id: int, *, in_its_thread: bool = False
    ) -> Session:
        """Return a session of this server.

        Raises:
            SessionRefused: There is none of that id here, or this is not its thread.
        """
        session = await self._sessions.get(session_id)
        if session.server_id != interaction.guild_id:
            raise refused(Refusal.UNKNOWN)
        if in_its_thread and interaction.channel_id != session.thread_id:
            raise refused(Refusal.ELSEWHERE)
        return session

    async def led(self, interaction: discord.Interaction, session_id: int) -> Session:
        """Return a session that the presser may lead.

        Raises:
            SessionRefused: There is none of that id here, or they may not.
        """
        session = await self.session(interaction, session_id)
        if not (await self.actor(interaction)).leads(session):
            raise refused(Refusal.HOST_ONLY)
        return session

    async def chosen(self, interaction: discord.Interaction, key: str | None) -> Session:
        """Return the session that is named, else that of this thread, else the only one here.

        Raises:
            SessionRefused: There is none of that id here.
            NotAllowed: There is none, or it is not clear which one is meant.
        """
        if key is not None:
            return await self.session(interaction, _id_of(key))
        live = await self._sessions.live(interaction.guild_id or 0)
        here = [one for one in live if one.thread_id == interaction.channel_id] or live
        if len(here) == 1:
            return here[0]
        if here:
            raise NotAllowed(
                _("Several sessions go on here. Choose one with the option `session`.")
            )
        raise NotAllowed(_("No session goes on in this server."))

    async def seen(self, interaction: discord.Interaction) -> Sequence[Session]:
        """Return the sessions that go on in channels which whoever asks can see."""
        live = await self._sessions.live(interaction.guild_id or 0)
        return [one for one in live if _sees(interaction, one)]

    async def actor(self, interaction: discord.Interaction) -> Actor:
        """Return who presses, with their roles here."""
        user = interaction.user
        roles = user.roles if isinstance(user, discord.Member) else ()
        return Actor(
            member_id=user.id,
            server_id=interaction.guild_id or 0,
            role_ids=frozenset(role.id for role in roles),
            is_moderator=await self._moderators.is_moderator(interaction),
            is_bot=user.bot,
        )


def _id_of(key: str) -> int:
    """Return the id that an option names, typed by hand perhaps; 0, which none has, for no id."""
    is_id = key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS
    return id_in(key) if is_id else 0


def _sees(interaction: discord.Interaction, session: Session) -> bool:
    member, guild = interaction.user, interaction.guild
    channel = guild.get_channel(session.channel_id) if guild is not None else None
    if channel is None or not isinstance(member, discord.Member):
        return False
    return channel.permissions_for(member).view_channel
