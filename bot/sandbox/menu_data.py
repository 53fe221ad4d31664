"""From a choice in a context menu to the data of its interaction."""

from dataclasses import dataclass

from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel
from bot.sandbox.resolved import add_resolved
from bot.sandbox.world import User, World


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuData:
    """Builds the key ``data`` of commands in the context menus of messages and of users."""

    world: World
    messages: Messages

    def of_message(self, command: Payload, target: Message) -> Payload:
        """Return the data of a command used on a message.

        The target comes with all of its content, whatever the bot's intents are.
        """
        resolved = {"messages": {str(target.id): self.messages.payload(target)}}
        return {**_head(command), "target_id": str(target.id), "resolved": resolved}

    def of_user(self, command: Payload, target: User, channel: Channel) -> Payload:
        """Return the data of a command used on a user."""
        resolved: Payload = {}
        add_resolved(self.world, target.id, resolved, channel)
        return {**_head(command), "target_id": str(target.id), "resolved": resolved}


def _head(command: Payload) -> Payload:
    keys = ("id", "name", "type", "guild_id")
    return {key: command[key] for key in keys if key in command}
