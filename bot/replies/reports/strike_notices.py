"""Telling members of warnings, strikes, blocks and appeals, each once, by whatever road is open.

By direct message; who takes none reads it with the next answer that they get. What Discord does
not take now stays due in the row, and a sweep tries again.
"""

import asyncio
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.domain.moderation.strikes import Notice, Strike
from bot.errors import StorageUnavailable
from bot.replies.parts.panels import Panel
from bot.replies.parts.words import safe
from bot.replies.reports.strike_words import notice_panel
from bot.store.appeals import Appeals
from bot.store.strikes import Strikes
from bot.texts import gettext as _
from bot.texts import in_language

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()
_AT_ONCE = 20  # a minute
MOST_WITH_AN_ANSWER = 3
_TOO_MANY, _SERVER_ERROR = 429, 500


class StrikeNotices:
    """Tells, and notes that it was told."""

    name = "notices"

    def __init__(self, client: discord.Client, strikes: Strikes, appeals: Appeals) -> None:
        self._client = client
        self._strikes = strikes
        self._appeals = appeals
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def tell(self, strike_id: int) -> bool:
        """Tell the member by direct message; False if it did not arrive now.

        Raises:
            StorageUnavailable: The database does not answer; it stays due.
        """
        turn = self._turns.setdefault(strike_id, asyncio.Lock())
        async with turn:
            strike = await self._strikes.get(strike_id)
            if strike is None or strike.notice is not Notice.DUE:
                return strike is not None and strike.notice is Notice.TOLD
            how = await self._send(strike)
            if how is not Notice.DUE:
                await self._appeals.told(strike, how)
            return how is Notice.TOLD

    async def step(self) -> None:
        """Tell, as a sweep, what is still due."""
        try:
            for strike_id in await self._appeals.notices(_AT_ONCE):
                await self.tell(strike_id)
        except StorageUnavailable as error:
            logger.warning("strikes not told", fault=repr(error.__cause__ or error))

    async def with_answer(self, interaction: discord.Interaction) -> None:
        """Tell with the answer to a command what the member takes no direct message about."""
        try:
            due = await self._appeals.to_tell(interaction.user.id, MOST_WITH_AN_ANSWER)
            for strike in due:
                await self._follow(interaction, self._panel(strike))
                await self._appeals.told(strike, Notice.TOLD)
        except StorageUnavailable as error:
            logger.warning("strikes not told", fault=repr(error.__cause__ or error))
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.info("strikes not told with an answer", fault=type(error).__name__)

    async def _follow(self, interaction: discord.Interaction, panel: Panel) -> None:
        if interaction.response.is_done():
            await interaction.followup.send(view=panel, ephemeral=True, allowed_mentions=_NOBODY)
        else:
            await interaction.response.send_message(
                view=panel, ephemeral=True, allowed_mentions=_NOBODY
            )

    async def _send(self, strike: Strike) -> Notice:
        with in_language(strike.locale):
            panel = self._panel(strike)
        try:
            channel = await self._client.create_dm(discord.Object(strike.member_id))
            await channel.send(view=panel, nonce=_nonce(strike), allowed_mentions=_NOBODY)
        except discord.HTTPException as error:
            logger.info("member not told", strike=strike.id, code=error.code)
            may_pass = error.status >= _SERVER_ERROR or error.status == _TOO_MANY
            return Notice.DUE if may_pass else Notice.NEXT
        except (aiohttp.ClientError, OSError) as error:
            logger.info("member not told", strike=strike.id, fault=type(error).__name__)
            return Notice.DUE
        return Notice.TOLD

    def _panel(self, strike: Strike) -> Panel:
        guild = self._client.get_guild(strike.server_id)
        return notice_panel(strike, safe(guild.name) if guild else _("the server"))


def _nonce(strike: Strike) -> str:
    stands = "s" if strike.lifted_at is None else "l"
    return f"s{strike.id}{strike.appeal_status[0]}{stands}"[:25]
