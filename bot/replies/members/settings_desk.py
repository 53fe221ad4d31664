"""Saves what a member chooses in `/settings`, once it is sure that a request can have it."""

from collections.abc import Sequence

import discord

from bot.domain.member_settings import NEGATIVE_PROMPT, STYLE
from bot.generation.member_defaults import MemberDefaults
from bot.generation.style_shelf import StyleShelf
from bot.replies.members.settings_panel import PRIVATE, YES, chosen_value
from bot.replies.parts.place import server_id_of
from bot.store.member_settings import MemberSettingsStore
from bot.timing import Time


class SettingsDesk:
    """Checks a choice as a request would be checked, then keeps it."""

    def __init__(
        self,
        store: MemberSettingsStore,
        defaults: MemberDefaults,
        shelf: StyleShelf,
        time: Time,
    ) -> None:
        self._store = store
        self._defaults = defaults
        self._shelf = shelf
        self._time = time

    async def choose(
        self, interaction: discord.Interaction, name: str, values: Sequence[str]
    ) -> None:
        """Keep what was chosen in the select of option *name*.

        Raises:
            UserError: It cannot be any more, or the database does not take it.
        """
        member_id, now = interaction.user.id, self._time.now()
        if not values:
            return
        if name == PRIVATE:
            await self._store.set_private(member_id, now, is_private=values[0] == YES)
            return
        value = chosen_value(name, values[0], await self._store.get(member_id))
        if value is not None:
            await self._check(interaction, name, value)
        await self._store.set_option(member_id, name, value, now)

    async def write_negative_prompt(self, interaction: discord.Interaction, words: str) -> None:
        """Keep these words; none at all are the server's default.

        Raises:
            UserError: They cannot be a negative prompt, or the database does not take them.
        """
        if words:
            self._defaults.check(NEGATIVE_PROMPT, words)
        await self._store.set_option(
            interaction.user.id, NEGATIVE_PROMPT, words or None, self._time.now()
        )

    async def reset(self, interaction: discord.Interaction) -> None:
        """Forget all choices.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._store.reset(interaction.user.id, self._time.now())

    async def _check(self, interaction: discord.Interaction, name: str, value: str) -> None:
        if name == STYLE:
            await self._shelf.find(
                value, member_id=interaction.user.id, server_id=server_id_of(interaction)
            )
        else:
            self._defaults.check(name, value)
