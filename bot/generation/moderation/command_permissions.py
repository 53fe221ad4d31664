"""What is known of Discord's own command permissions: in memory alone, read anew at each start.

What is not known yet is allowed, so that no first answer waits for it.
"""

from collections import deque
from collections.abc import Iterable

from bot.domain.moderation.command_permissions import CommandPermissions

_NONE_SET = CommandPermissions()


class KnownPermissions:
    """The permissions of each server, and which servers are still to be read."""

    def __init__(self) -> None:
        self._known: dict[int, CommandPermissions] = {}
        self._waiting: deque[int] = deque()

    def of(self, server_id: int) -> CommandPermissions:
        """Return what is set there, as far as it is known."""
        return self._known.get(server_id, _NONE_SET)

    def learn(self, server_id: int, permissions: CommandPermissions) -> None:
        """Know what is set there from now on."""
        if permissions == _NONE_SET:
            self._known.pop(server_id, None)  # most servers set nothing, and need no memory
        else:
            self._known[server_id] = permissions

    def forget(self, server_id: int) -> None:
        """Know nothing of a server that has removed the bot."""
        self._known.pop(server_id, None)

    def want(self, server_ids: Iterable[int]) -> None:
        """Note servers to be read, each once; the last asked for is the last read."""
        waiting = set(self._waiting)
        self._waiting.extend(one for one in dict.fromkeys(server_ids) if one not in waiting)

    def next_wanted(self) -> int | None:
        """Take the next server to be read, None if there is none."""
        return self._waiting.popleft() if self._waiting else None
