"""Servers and channels: what kind each is, and who sees it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum


class ChannelKind(IntEnum):
    """The kinds of channels that the sandbox has, in Discord's numbers."""

    TEXT = 0
    DIRECT = 1
    GROUP = 3
    ANNOUNCEMENT = 5
    THREAD = 11
    FORUM = 15


class Context(IntEnum):
    """From where an interaction comes, in Discord's numbers."""

    SERVER = 0
    BOT_DIRECT = 1
    PRIVATE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One server.

    Attributes:
        locale: Its preferred language.
        member_ids: Everyone in it but the bot.
        has_bot: The bot is a member; else only people who installed it for themselves use it there.
    """

    id: int
    name: str
    locale: str
    member_ids: AbstractSet[int]
    has_bot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel of a server, a member's direct messages with the bot, or a group of people.

    Attributes:
        server_id: The server, or None for direct messages and groups.
        parent_id: The channel that a thread or a forum's post belongs to.
        user_id: The one member of a direct message channel with the bot.
        member_ids: The people of a group; of a server's channel, the only ones who see it, and the
            bot. Empty is everybody.
    """

    id: int
    name: str
    kind: ChannelKind = ChannelKind.TEXT
    server_id: int | None = None
    parent_id: int | None = None
    position: int = 0
    is_age_restricted: bool = False
    user_id: int | None = None
    member_ids: AbstractSet[int] = frozenset()

    @property
    def context(self) -> Context:
        """From where interactions in this channel come."""
        if self.server_id is not None:
            return Context.SERVER
        return Context.PRIVATE if self.kind is ChannelKind.GROUP else Context.BOT_DIRECT

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread, or a post of a forum."""
        return self.kind is ChannelKind.THREAD

    @property
    def takes_messages(self) -> bool:
        """Whether people write in it; a forum holds posts only."""
        return self.kind is not ChannelKind.FORUM
