"""What people do to the server while the bot works: it is removed, channels and messages go."""

from dataclasses import dataclass

from bot.sandbox.gateway import Gateway
from bot.sandbox.gateway_payloads import guild_create
from bot.sandbox.messages import Messages
from bot.sandbox.world import World
from bot.sandbox.world_payloads import channel_payload


@dataclass(frozen=True, slots=True, kw_only=True)
class Upheavals:
    """Changes the world; the bot is told what its intents cover."""

    world: World
    messages: Messages
    gateway: Gateway

    def kick_bot(self) -> None:
        """Remove the bot from the server: GUILD_DELETE, then 50001 for its own token.

        Tokens of interactions go on working here; what Discord does is not documented. For the
        other case plan a ``Refused`` for ``/webhooks/``.
        """
        self.world.gone.bot_is_out = True
        self.gateway.announce("GUILD_DELETE", {"id": str(self.world.guild_id)})

    def invite_bot(self) -> None:
        """Add the bot to the server again: GUILD_CREATE."""
        self.world.gone.bot_is_out = False
        self.gateway.announce("GUILD_CREATE", guild_create(self.world))

    def delete_channel(self, channel_id: int) -> None:
        """Delete a channel with its messages: CHANNEL_DELETE, then 10003 and 10008."""
        channel = self.world.channel(channel_id)
        self.messages.remove_channel(channel_id)
        self.gateway.announce("CHANNEL_DELETE", channel_payload(self.world, channel))
        self.world.gone.channels.add(channel_id)

    def delete_message(self, message_id: int | str) -> None:
        """Delete a message, whoever did it: 10008."""
        self.messages.remove(self.messages.get(int(message_id)))

    def member_leaves(self, name: str) -> None:
        """Let a member leave: 10007, and 50007 for direct messages.

        The bot is not told: that would need the privileged intent of members.
        """
        self.world.gone.members.add(self.world.member(name).id)
