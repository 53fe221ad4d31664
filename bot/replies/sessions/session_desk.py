"""What the commands of sessions do, and the desks that their buttons lead to."""

from collections.abc import Iterable

import discord

from bot.domain.sessions.rules import MAX_THEME_LENGTH
from bot.replies.parts.panels import show_in_place
from bot.replies.sessions.session_access import SessionAccess
from bot.replies.sessions.session_entering import SessionEntering
from bot.replies.sessions.session_leading import SessionLeading
from bot.replies.sessions.session_own import SessionOwn
from bot.replies.sessions.session_panels import rules_panel, sessions_panel
from bot.replies.sessions.session_start import SessionStart
from bot.replies.sessions.session_voting import SessionVoting
from bot.replies.sessions.session_words import plain_theme

_MOST_OFFERED = 25
_OFFERED_LENGTH = 100


class SessionDesk:
    """Holds one desk for each kind of press."""

    def __init__(
        self,
        *,
        access: SessionAccess,
        starts: SessionStart,
        entering: SessionEntering,
        own: SessionOwn,
        voting: SessionVoting,
        leading: SessionLeading,
    ) -> None:
        self._access = access
        self.starts = starts
        self.entering = entering
        self.own = own
        self.voting = voting
        self.leading = leading

    async def manage(self, interaction: discord.Interaction, key: str | None) -> None:
        """Show what can be done to a session, to whoever may do it.

        Raises:
            SessionRefused: There is none of that id here, or they may not lead it.
            NotAllowed: It is not clear which one is meant.
        """
        session = await self._access.chosen(interaction, key)
        await self.leading.show(interaction, session.id)

    async def list_all(self, interaction: discord.Interaction) -> None:
        """Show, privately, the sessions that go on in this server where the asker can see them."""
        live = await self._access.seen(interaction)
        await interaction.response.send_message(
            view=sessions_panel(live),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def rules(self, interaction: discord.Interaction, session_id: int) -> None:
        """Show all rules of a session, privately."""
        session = await self._access.session(interaction, session_id, in_its_thread=True)
        await show_in_place(interaction, rules_panel(session))

    async def offered(
        self, interaction: discord.Interaction, text: str
    ) -> Iterable[tuple[str, str]]:
        """Return the sessions that go on here and whose themes hold *text*."""
        wanted = text.strip().casefold()
        live = await self._access.seen(interaction)
        return [
            (plain_theme(session, _OFFERED_LENGTH), str(session.id))
            for session in live
            if wanted in plain_theme(session, MAX_THEME_LENGTH).casefold()
        ][:_MOST_OFFERED]
