"""What the buttons of `/privacy` do about the deletion: ask for it, and show how far it is."""

import aiohttp
import discord
import structlog

from bot.errors import StorageUnavailable
from bot.generation.erasing import Erasing
from bot.replies.members.privacy_panel import (
    confirmation_panel,
    erased_panel,
    erasing_panel,
    ledger_days,
    privacy_panel,
)
from bot.replies.parts.panels import show_in_place
from bot.replies.parts.place import server_id_of
from bot.settings import RetentionSettings
from bot.store.holdings import Holdings
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_SHOWN_FOR_S = 600.0  # of the 15 minutes in which an answer can be edited
_SHOWN_EVERY_S = 2.0


class PrivacyDesk:
    """Shows the panels; the deletion itself goes on without them."""

    def __init__(
        self, erasing: Erasing, holdings: Holdings, retention: RetentionSettings, time: Time
    ) -> None:
        self._erasing = erasing
        self._holdings = holdings
        self._retention = retention
        self._time = time

    async def panel(self, interaction: discord.Interaction) -> discord.ui.LayoutView:
        """Return what is kept of whoever asks.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        wish = await self._erasing.wish(interaction.user.id)
        return privacy_panel(self._retention, server_id_of(interaction), wish)

    async def confirm(self, interaction: discord.Interaction) -> None:
        """Ask whether all of it is to go, with its numbers.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        numbers = await self._holdings.numbers(interaction.user.id)
        await show_in_place(
            interaction, confirmation_panel(numbers, self._ledger_days(interaction))
        )

    async def erase(self, interaction: discord.Interaction) -> None:
        """Note the wish, answer, and show the progress while it is carried out.

        Raises:
            StorageUnavailable: It could not be noted, so nothing is deleted.
        """
        member_id = interaction.user.id
        wish = await self._erasing.ask(member_id)
        await show_in_place(interaction, erasing_panel(wish))
        shown_at_s = self._time.monotonic()
        try:
            async for wish in self._erasing.carry_out(member_id, _SHOWN_FOR_S):
                if self._time.monotonic() - shown_at_s >= _SHOWN_EVERY_S:
                    await _show(interaction, erasing_panel(wish))
                    shown_at_s = self._time.monotonic()
            left = await self._erasing.wish(member_id)
        except StorageUnavailable as error:
            logger.warning("deletion put off", fault=repr(error.__cause__ or error))
            left = wish
        done = erased_panel(self._ledger_days(interaction))
        await _show(interaction, done if left is None else erasing_panel(left))

    def _ledger_days(self, interaction: discord.Interaction) -> int:
        return ledger_days(self._retention, server_id_of(interaction))


async def _show(interaction: discord.Interaction, view: discord.ui.LayoutView) -> None:
    try:
        await interaction.edit_original_response(view=view)
    except (discord.HTTPException, aiohttp.ClientError) as error:
        logger.warning("panel not changed", interaction=interaction.id, fault=repr(error))
