"""Of several presses on one message, the last one decides what it shows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Edit = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class _Message:
    newest_id: int = 0
    presses: int = 0
    editing: asyncio.Lock = field(default_factory=asyncio.Lock)


class LatestPress:
    """Keeps nothing of a message but while a press on it is being answered."""

    def __init__(self) -> None:
        self._messages: dict[int, _Message] = {}

    @asynccontextmanager
    async def of(
        self, message_id: int, interaction_id: int
    ) -> AsyncIterator[Callable[[Edit], Awaitable[bool]]]:
        """Answer a press; its edit is made unless a later press has come, and never during another.

        Yields:
            What makes the edit, and tells whether it was made.
        """
        message = self._messages.setdefault(message_id, _Message())
        message.presses += 1
        message.newest_id = max(message.newest_id, interaction_id)

        async def make(edit: Edit) -> bool:
            async with message.editing:
                if message.newest_id != interaction_id:
                    return False
                await edit()
                return True

        try:
            yield make
        finally:
            message.presses -= 1
            if not message.presses:
                del self._messages[message_id]
