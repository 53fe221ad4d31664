"""Posting and editing the cards of appeals in the moderators' channel, as those of cases."""

from datetime import datetime

import discord

from bot.domain.moderation.strikes import Strike
from bot.replies.reports.due_cards import NOBODY, DueCards, Where
from bot.replies.reports.strike_panel import appeal_card
from bot.store.appeals import Appeals
from bot.store.server_settings import ServerSettings
from bot.store.strikes import Strikes
from bot.texts import in_language
from bot.timing import Time


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
        self._strikes = strikes
        self._appeals = appeals
        self._cards = DueCards(self.name, client, servers, time)

    async def show(self, strike_id: int) -> bool | None:
        """Post or edit the card; None if the server has no channel for it, False if it failed.

        Raises:
            StorageUnavailable: The database does not answer; the card stays due.
        """
        async with self._cards.turn(strike_id):
            strike = await self._strikes.get(strike_id)
            if strike is None or strike.appeal is None:
                return False
            channel_id = await self._cards.channel_of(strike.server_id, strike.appeal_channel_id)
            if channel_id is None:  # it becomes due once the server has chosen one
                await self._appeals.card_shown(strike, (None, None), None)
                return None
            message_id = await self._put(strike, channel_id)
            if message_id is None:
                where = (strike.appeal_channel_id, strike.appeal_message_id)
                await self._appeals.card_shown(strike, where, self._again_at(strike))
                return False
            await self._appeals.card_shown(strike, (channel_id, message_id), None)
            return True

    async def step(self) -> None:
        """Show, as a sweep, what is still due; what fails is tried again later."""
        await self._cards.sweep(self._appeals.cards_due, self.show)

    def _again_at(self, strike: Strike) -> datetime | None:
        """Return when to try anew: what nobody has decided yet is never given up."""
        since = strike.created_at if strike.decided_by is not None else None
        return self._cards.again_at(since)

    async def _put(self, strike: Strike, channel_id: int) -> int | None:
        with in_language(strike.locale):
            card = appeal_card(strike)

        async def edit(message: discord.PartialMessage) -> None:
            await message.edit(view=card, allowed_mentions=NOBODY)

        async def send(channel: discord.PartialMessageable) -> discord.Message:
            nonce = f"a{strike.id}.{strike.appeal_message_id or 0}"[:25]
            return await channel.send(view=card, nonce=nonce, allowed_mentions=NOBODY)

        where = Where(row_id=strike.id, channel_id=channel_id, message_id=strike.appeal_message_id)
        return await self._cards.put(where, edit=edit, send=send)
