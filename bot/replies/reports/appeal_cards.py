"""Posting and editing the cards of appeals in the moderators' channel, as those of cases."""

import asyncio
from datetime import timedelta
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.domain.moderation.strikes import Strike
from bot.errors import StorageUnavailable
from bot.replies.reports.strike_panel import appeal_card
from bot.store.appeals import Appeals
from bot.store.server_settings import ServerSettings
from bot.store.strikes import Strikes
from bot.texts import in_language
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()
_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)
_AT_ONCE = 20  # a minute
_AGAIN_AFTER = timedelta(minutes=5)
_GIVEN_UP_AFTER = timedelta(days=30)


class AppealCards:
    """Keeps the cards as the rows are."""

    name = "appeals"

    def __init__(
        self,
        *,
        client: discord.Client,
        strikes: Strikes,
        appeals: Appeals,
        servers: ServerSettings,
        time: Time,
    ) -> None:
        self._client = client
        self._strikes = strikes
        self._appeals = appeals
        self._servers = servers
        self._time = time
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def show(self, strike_id: int) -> bool | None:
        """Post or edit the card; None if the server has no channel for it, False if it failed.

        Raises:
            StorageUnavailable: The database does not answer; the card stays due.
        """
        turn = self._turns.setdefault(strike_id, asyncio.Lock())
        async with turn:
            strike = await self._strikes.get(strike_id)
            if strike is None or strike.appeal is None:
                return False
            channel_id = strike.appeal_channel_id
            if channel_id is None:
                channel_id = (await self._servers.get(strike.server_id)).report_channel_id
            if channel_id is None:  # it becomes due once the server has chosen one
                await self._appeals.card_shown(strike, (None, None), None)
                return None
            try:
                message_id = await self._put(strike, channel_id)
            except _FAULTS as error:
                code = getattr(error, "code", None)
                fault = type(error).__name__
                logger.warning("appeal not shown", strike=strike_id, fault=fault, code=code)
                await self._put_off(strike)
                return False
            await self._appeals.card_shown(strike, (channel_id, message_id), None)
            return True

    async def step(self) -> None:
        """Show, as a sweep, what is still due; what fails is tried again later."""
        try:
            for strike_id in await self._appeals.cards_due(self._time.now(), _AT_ONCE):
                await self.show(strike_id)
        except StorageUnavailable as error:
            logger.warning("appeals not shown", fault=repr(error.__cause__ or error))

    async def _put_off(self, strike: Strike) -> None:
        now = self._time.now()
        is_old = now - strike.created_at > _GIVEN_UP_AFTER and strike.decided_by is not None
        where = (strike.appeal_channel_id, strike.appeal_message_id)
        await self._appeals.card_shown(strike, where, None if is_old else now + _AGAIN_AFTER)

    async def _put(self, strike: Strike, channel_id: int) -> int:
        channel = self._client.get_partial_messageable(channel_id)
        with in_language(strike.locale):
            card = appeal_card(strike)
        if strike.appeal_message_id is not None:
            message = channel.get_partial_message(strike.appeal_message_id)
            try:
                await message.edit(view=card, allowed_mentions=_NOBODY)
            except discord.NotFound:
                logger.info("card of an appeal posted anew", strike=strike.id)
            else:
                return strike.appeal_message_id
        nonce = f"a{strike.id}.{strike.appeal_message_id or 0}"[:25]
        sent = await channel.send(view=card, nonce=nonce, allowed_mentions=_NOBODY)
        return sent.id
