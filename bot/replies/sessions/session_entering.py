"""Entering prompts: the form, and what was filled in."""

import discord

from bot.domain.sessions.refusals import Refusal, refused
from bot.filled import Filled
from bot.generation.sessions.service import Sessions
from bot.replies.requesting.asking import Asking
from bot.replies.requesting.request_reader import RequestReader
from bot.replies.sessions.entry_form import EntryForms, entered_options, entered_style
from bot.replies.sessions.session_access import SessionAccess
from bot.timing import Time


class SessionEntering:
    """Opens the form for who may enter, and asks for what comes back."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        access: SessionAccess,
        forms: EntryForms,
        reader: RequestReader,
        asking: Asking,
        time: Time,
    ) -> None:
        self._sessions = sessions
        self._access = access
        self._forms = forms
        self._reader = reader
        self._asking = asking
        self._time = time

    async def open(self, interaction: discord.Interaction, session_id: int) -> None:
        """Open the form for whoever may enter now.

        Raises:
            SessionRefused: Says why they may not.
        """
        session = await self._access.session(interaction, session_id, in_its_thread=True)
        await self._sessions.check_may_enter(session.id, await self._access.actor(interaction))
        modal = await self._forms.modal(session, interaction.user.id)
        await interaction.response.send_modal(modal)

    async def enter(
        self, interaction: discord.Interaction, session_id: int, round_number: int, filled: Filled
    ) -> None:
        """Ask for what was filled in, on the road that everything takes.

        Raises:
            SessionRefused: Says why the session does not take it.
            UserError: It is refused for another reason, as any request may be.
        """
        begun_at_s = self._time.monotonic()
        session = await self._access.session(interaction, session_id, in_its_thread=True)
        if session.round.number != round_number:
            raise refused(Refusal.ROUND_OVER)
        new = await self._reader.new_generation(
            interaction,
            entered_options(filled),
            style_name=entered_style(session, filled),
            is_private=True,
        )
        actor = await self._access.actor(interaction)
        entering = await self._sessions.entering(session.id, new, actor)
        await self._asking.ask(interaction, entering, begun_at_s=begun_at_s)
        self._sessions.entered(session.id)
