"""What `/usage` and the question about costs tell of a member's own quotas."""

import discord

from bot.domain.generation import MemberLimits
from bot.domain.pricing import PriceTable
from bot.domain.quotas import Amount, Period, Scope
from bot.replies.overviews.usage_panels import Own
from bot.replies.parts.place import asker_of, place_of
from bot.store.quotas import Quotas
from bot.timing import Time

_NOTHING = Amount()


class OwnQuotas:
    """Reads every quota that counts for whoever asks, where they ask."""

    def __init__(
        self, quotas: Quotas, prices: PriceTable, limits: MemberLimits, time: Time
    ) -> None:
        self._quotas = quotas
        self._prices = prices
        self._limits = limits
        self._time = time

    async def of(self, interaction: discord.Interaction) -> Own:
        """Return them, and what was spent if anything costs.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        now = self._time.now()
        place = place_of(interaction, is_private=True)
        standings = await self._quotas.standings(place, asker_of(interaction), self._limits, now)
        cost_micros = None
        if not self._prices.is_free:
            spent = await self._quotas.spent(place, now)
            today, month = (spent.get((Scope.MEMBER, one), _NOTHING) for one in Period)
            cost_micros = (today.cost_micros, month.cost_micros)
        return Own(
            standings=standings,
            now=now,
            currency=self._prices.currency,
            cost_micros=cost_micros,
        )
