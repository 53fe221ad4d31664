"""What a member sees: the channels on the list, and the messages in them."""

from dataclasses import dataclass

from bot.sandbox.message_payloads import Message
from bot.sandbox.messages import Messages
from bot.sandbox.places import Channel
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.world import User, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Finds what a member has named, if the member can see it."""

    world: World
    messages: Messages

    def channel(self, user: User, channel_id: int) -> Channel:
        """Return the channel.

        Raises:
            ClientRefusal: The member does not see that channel.
        """
        if not self.world.can_see(user.id, channel_id):
            raise ClientRefusal("There is no such channel.")
        channel = self.world.channel(channel_id)
        if not channel.takes_messages:
            raise ClientRefusal("A forum holds posts only: open one of them.")
        return channel

    def message(self, user: User, message_id: int) -> Message:
        """Return the message.

        Raises:
            ClientRefusal: The member does not see that message.
        """
        if self.messages.has(message_id):
            message = self.messages.get(message_id)
            visible = self.world.can_see(user.id, message.channel_id)
            if visible and message.only_for in {None, user.id}:
                return message
        raise ClientRefusal("There is no such message.")
