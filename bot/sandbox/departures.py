"""Who and what has gone: the bot from its server, channels, members."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Departures:
    """What was there when the sandbox began, and is not any more.

    Attributes:
        bot_is_out: Somebody removed the bot from the server.
        channels: Ids of deleted channels.
        members: Ids of those who left the server; their direct messages stay, but are closed.
    """

    bot_is_out: bool = False
    channels: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
