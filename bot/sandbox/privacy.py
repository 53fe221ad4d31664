"""What a bot may read: other people's words only with the message content intent."""

from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.world import World

MESSAGE_CONTENT = 1 << 15


class Privacy:
    """Empties what the bot's intents do not cover."""

    def __init__(self, world: World, messages: Messages, privileged_intents: int) -> None:
        self._world = world
        self._messages = messages
        self._privileged_intents = privileged_intents

    def payload(self, message: Message, intents: int | None = None) -> Payload:
        """Return the message as the bot sees it.

        Own messages, direct messages and mentions keep their content.

        Args:
            message: The message.
            intents: Those of a gateway session; over HTTP those of the application count.
        """
        payload = self._messages.payload(message)
        intents = self._privileged_intents if intents is None else intents
        bot_id = self._world.bot.id
        if (
            intents & MESSAGE_CONTENT
            or message.author_id == bot_id
            or self._world.channels[message.channel_id].server_id is None
            or f"<@{bot_id}>" in message.draft.content
        ):
            return payload
        return {**payload, "content": "", "embeds": [], "attachments": [], "components": []}
