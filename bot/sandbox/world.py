"""Who and what there is: servers, channels, people, and the bot."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from bot.sandbox.departures import Departures
from bot.sandbox.places import Channel, Context, Server
from bot.sandbox.refusals import (
    ClientRefusal,
    cannot_message,
    missing_access,
    unknown_channel,
)

VIEW_AND_TALK = (
    1 << 6 | 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 18 | 1 << 31 | 1 << 35 | 1 << 38
)
MODERATE = 1 << 5 | 1 << 13
USUAL_LOCALE = "en-US"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person, or the bot."""

    id: int
    username: str
    global_name: str | None
    is_moderator: bool = False
    is_bot: bool = False

    @property
    def permissions(self) -> int:
        """What the user may do in the bot's server, as Discord's bits."""
        return VIEW_AND_TALK | (MODERATE if self.is_moderator else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is there before anyone acts, the same in each sandbox; and what changes.

    Attributes:
        guild_id: The server that the bot is a member of.
        installers: Ids of those who have installed the bot for themselves.
        locales: The language of each user who has chosen one.
    """

    guild_id: int
    owner_id: int
    moderator_role_id: int
    bot: User
    members: Mapping[int, User]
    servers: Mapping[int, Server]
    channels: dict[int, Channel]
    installers: AbstractSet[int]
    locales: dict[int, str] = field(default_factory=dict)
    gone: Departures = field(default_factory=Departures)

    @property
    def guild_name(self) -> str:
        """The name of the bot's server."""
        return self.servers[self.guild_id].name

    def locale(self, user: User) -> str:
        """Return the language that the user's client is set to."""
        return self.locales.get(user.id, USUAL_LOCALE)

    def user(self, user_id: int) -> User | None:
        """Return the member or bot with this id, or None."""
        return self.bot if user_id == self.bot.id else self.members.get(user_id)

    def member(self, name: str) -> User:
        """Return the member called *name*, in small letters.

        Raises:
            ClientRefusal: There is nobody of that name.
        """
        for user in self.members.values():
            if user.username == name.lower():
                return user
        raise ClientRefusal(f"There is no member called {name}.")

    def add(self, channel: Channel) -> None:
        """Let a channel be there from now on, as when somebody opens a thread."""
        self.channels[channel.id] = channel

    def channel(self, channel_id: int) -> Channel:
        """Return the channel with this id.

        Raises:
            DiscordRefusal: 10003.
        """
        if channel_id not in self.channels or channel_id in self.gone.channels:
            raise unknown_channel()
        return self.channels[channel_id]

    def has_bot(self, channel: Channel) -> bool:
        """Tell whether the bot itself is there, so that it hears and may write."""
        if channel.server_id is None:
            return channel.context is Context.BOT_DIRECT
        return self.servers[channel.server_id].has_bot and not self.gone.bot_is_out

    def channel_for_bot(self, channel_id: int, *, to_write: bool = False) -> Channel:
        """Return a channel that the bot may use with its own token.

        Raises:
            DiscordRefusal: 10003; 50001 where the bot is no member, or not any more; 50007 for a
                new direct message to whom it shares no server with.
        """
        channel = self.channel(channel_id)
        if not self.has_bot(channel):
            raise missing_access()
        is_closed = self.gone.bot_is_out or channel.user_id in self.gone.members
        if channel.user_id is not None and to_write and is_closed:
            raise cannot_message()
        return channel

    def direct_channel(self, user_id: int) -> Channel:
        """Return the member's channel with the bot.

        Raises:
            DiscordRefusal: 10003.
        """
        for channel in self.channels.values():
            if channel.user_id == user_id:
                return channel
        raise unknown_channel()

    def audience(self, channel: Channel) -> AbstractSet[int]:
        """Return the ids of those who have the channel on their list."""
        if channel.user_id is not None:
            return {channel.user_id}
        if channel.server_id is None:
            return channel.member_ids
        members = channel.member_ids or self.servers[channel.server_id].member_ids
        return members - self.gone.members if channel.server_id == self.guild_id else members

    def can_see(self, user_id: int, channel_id: int) -> bool:
        """Tell whether the user has that channel on the list."""
        channel = self.channels.get(channel_id)
        if channel is None or channel_id in self.gone.channels:
            return False
        return user_id in self.audience(channel)

    def permissions(self, user: User, channel: Channel) -> int:
        """Return what the user may do in the channel; moderators moderate the bot's server only."""
        return user.permissions if channel.server_id == self.guild_id else VIEW_AND_TALK
