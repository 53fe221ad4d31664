"""Cards in the moderators' channel of what is due: shown at once if Discord answers, else later."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.errors import StorageUnavailable
from bot.store.server_settings import ServerSettings
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

NOBODY = discord.AllowedMentions.none()
_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)
_AT_ONCE = 20  # a minute
_AGAIN_AFTER = timedelta(minutes=5)
_GIVEN_UP_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the card of a row is to be: in a new message unless one is named."""

    row_id: int
    channel_id: int
    message_id: int | None


class DueCards:
    """What the cards of one *kind* have in common: turns, their channel, faults, and a sweep."""

    def __init__(
        self, kind: str, client: discord.Client, servers: ServerSettings, time: Time
    ) -> None:
        self._kind = kind
        self._client = client
        self._servers = servers
        self._time = time
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def turn(self, row_id: int) -> asyncio.Lock:
        """Return what those who show the card of the same row wait for."""
        return self._turns.setdefault(row_id, asyncio.Lock())

    async def channel_of(self, server_id: int, posted_in: int | None) -> int | None:
        """Return the channel that the card is in, else the one that the server has chosen.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        if posted_in is not None:
            return posted_in
        return (await self._servers.get(server_id)).report_channel_id

    async def put(
        self,
        where: Where,
        *,
        edit: Callable[[discord.PartialMessage], Awaitable[None]],
        send: Callable[[discord.PartialMessageable], Awaitable[discord.Message]],
    ) -> int | None:
        """Edit the card, or send it where there is none; None if Discord does not take it now."""
        channel = self._client.get_partial_messageable(where.channel_id)
        try:
            if where.message_id is not None:
                try:
                    await edit(channel.get_partial_message(where.message_id))
                except discord.NotFound:
                    logger.info("card posted anew", kind=self._kind, row=where.row_id)
                else:
                    return where.message_id
            return (await send(channel)).id
        except _FAULTS as error:
            fault, code = type(error).__name__, getattr(error, "code", None)
            logger.warning(
                "card not shown", kind=self._kind, row=where.row_id, fault=fault, code=code
            )
            return None

    def again_at(self, since: datetime | None) -> datetime | None:
        """Return when to try anew, None if it is tried for long; *since* None: it never ends."""
        now = self._time.now()
        is_old = since is not None and now - since > _GIVEN_UP_AFTER
        return None if is_old else now + _AGAIN_AFTER

    async def sweep(
        self,
        due: Callable[[datetime, int], Awaitable[Sequence[int]]],
        show: Callable[[int], Awaitable[object]],
    ) -> None:
        """Show what is *due*; what fails stays so."""
        try:
            for row_id in await due(self._time.now(), _AT_ONCE):
                await show(row_id)
        except StorageUnavailable as error:
            fault = repr(error.__cause__ or error)
            logger.warning("cards not shown", kind=self._kind, fault=fault)
