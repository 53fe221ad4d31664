"""Who and what there is: one server, its channels, its members, and the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.sandbox.departures import Departures
from bot.sandbox.refusals import (
    ClientRefusal,
    cannot_message,
    missing_access,
    unknown_channel,
)

_FIRST_ID = 1_100_000_000_000_000_000

VIEW_AND_TALK = 1 << 6 | 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 18 | 1 << 31
MODERATE = 1 << 5 | 1 << 13


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
        """What the user may do in the server, as Discord's bits."""
        return VIEW_AND_TALK | (MODERATE if self.is_moderator else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A text channel of the server, or a direct message channel of one member with the bot."""

    id: int
    name: str
    position: int = 0
    is_age_restricted: bool = False
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that is there before anyone acts, the same in each sandbox; and what has gone."""

    guild_id: int
    guild_name: str
    owner_id: int
    moderator_role_id: int
    bot: User
    members: Mapping[int, User]
    channels: Mapping[int, Channel]
    gone: Departures = field(default_factory=Departures)

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

    def channel(self, channel_id: int) -> Channel:
        """Return the channel with this id.

        Raises:
            DiscordRefusal: 10003.
        """
        if channel_id not in self.channels or channel_id in self.gone.channels:
            raise unknown_channel()
        return self.channels[channel_id]

    def channel_for_bot(self, channel_id: int, *, to_write: bool = False) -> Channel:
        """Return a channel that the bot may use with its own token.

        Raises:
            DiscordRefusal: 10003; 50001 after the bot was removed from the server; 50007 for a new
                direct message to whom it shares no server with.
        """
        channel = self.channel(channel_id)
        if channel.user_id is None:
            if self.gone.bot_is_out:
                raise missing_access()
        elif to_write and (self.gone.bot_is_out or channel.user_id in self.gone.members):
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

    def can_see(self, user_id: int, channel_id: int) -> bool:
        """Tell whether the user has that channel on the list."""
        channel = self.channels.get(channel_id)
        if channel is None or channel_id in self.gone.channels:
            return False
        if channel.user_id is None:
            return user_id not in self.gone.members
        return channel.user_id == user_id


def easel_world() -> World:
    """Return the server "Easel Sandbox": Ada, Ben, Cleo, and Mod who may manage it."""
    names = {"ada": "Ada", "ben": "Ben", "cleo": "Cleo", "mod": "Mod"}
    members = {
        _FIRST_ID + number: User(
            id=_FIRST_ID + number,
            username=username,
            global_name=shown,
            is_moderator=username == "mod",
        )
        for number, (username, shown) in enumerate(names.items(), start=11)
    }
    public = [
        Channel(id=_FIRST_ID + 21, name="general", position=0),
        Channel(id=_FIRST_ID + 22, name="images", position=1),
        Channel(id=_FIRST_ID + 23, name="after-dark", position=2, is_age_restricted=True),
    ]
    direct = [
        Channel(id=user.id + 30, name=user.username, user_id=user.id) for user in members.values()
    ]
    return World(
        guild_id=_FIRST_ID + 1,
        guild_name="Easel Sandbox",
        owner_id=_FIRST_ID + 9,
        moderator_role_id=_FIRST_ID + 3,
        bot=User(id=_FIRST_ID + 2, username="Easel", global_name=None, is_bot=True),
        members=MappingProxyType(members),
        channels=MappingProxyType({channel.id: channel for channel in [*public, *direct]}),
    )
