"""One thing that a member did, watched until its end."""

import asyncio
from collections.abc import AsyncIterator

from bot.errors import BotError
from bot.sandbox.hub import Hub
from bot.sandbox.interaction import Interaction
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload

_MESSAGE_EVENTS = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})


class NotAnswered(BotError):
    """The bot gave no answer; the text is what the member reads."""


class Invocation:
    """One thing that a member did, and what comes of it."""

    def __init__(self, interaction: Interaction, messages: Messages, hub: Hub) -> None:
        self._interaction = interaction
        self._messages = messages
        self._hub = hub
        # From the very beginning, so that no state is missed; weakly held by the hub.
        self._states = hub.follow(interaction.id)

    @property
    def interaction_id(self) -> int:
        """The interaction's id."""
        return self._interaction.id

    @property
    def failed(self) -> str | None:
        """What the client shows when the bot missed its 3 seconds, or None."""
        return self._interaction.failed

    @property
    def modal(self) -> Payload | None:
        """The modal that the bot answered with, or None."""
        return self._interaction.modal

    @property
    def reply(self) -> Payload | None:
        """The reply as it stands now, or None."""
        original_id = self._interaction.original_id
        if original_id is None or not self._messages.has(original_id):
            return None
        return self._messages.client_payload(self._messages.get(original_id))

    @property
    def followups(self) -> list[Payload]:
        """The further messages of the interaction that are still there."""
        return [
            self._messages.client_payload(self._messages.get(message_id))
            for message_id in self._interaction.followup_ids
            if self._messages.has(message_id)
        ]

    async def settled(self, deadline_s: float) -> None:
        """Wait for the first answer, of whatever kind.

        Raises:
            NotAnswered: The bot missed its time.
            TimeoutError: *deadline_s* passed first.
        """
        async with asyncio.timeout(deadline_s):
            await self._interaction.settled.wait()
        if self.failed is not None:
            raise NotAnswered(self.failed)

    async def states(self) -> AsyncIterator[Payload]:
        """Yield each state of the reply from the first on, as the member sees it.

        Ends when the interaction fails or the reply is deleted; whoever has seen enough leaves
        earlier. States are yielded once, so only one reader can follow an invocation.
        """
        while True:
            event = await self._states.next()
            if event.type in _MESSAGE_EVENTS:
                yield event.data
            elif self.failed is not None or event.type == "MESSAGE_DELETE":
                return

    async def answer(self, deadline_s: float) -> Payload:
        """Return the reply as soon as it is more than "thinking".

        Raises:
            NotAnswered: The bot missed its time, or deleted its reply.
            TimeoutError: *deadline_s* passed first.
        """
        changes = self._hub.follow(self._interaction.id, self._interaction.original_id)
        async with asyncio.timeout(deadline_s):
            await self._interaction.settled.wait()
            while self.failed is None:
                reply = self.reply
                if reply is not None and not reply["_pending"]:
                    return reply
                event = await changes.next()
                if event.type == "MESSAGE_DELETE":
                    break
        raise NotAnswered(self.failed or "The reply was deleted.")
