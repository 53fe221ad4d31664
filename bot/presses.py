"""Presses of buttons: found by their custom_id, whoever sent the button, and however long ago."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.tree import answer_error, under_way_of

Press = Callable[[discord.Interaction, re.Match[str]], Awaitable[None]]
Listener = type[discord.ui.DynamicItem[discord.ui.Button[Any]]]


def listener(template: str, press: Press) -> Listener:
    """Return what calls *press* for every button whose custom_id fits *template* as a whole.

    Its errors are answered as those of commands are.
    """

    class Pressed(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template):
        def __init__(self, item: discord.ui.Button[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        async def from_custom_id(
            cls,
            interaction: discord.Interaction,
            item: discord.ui.Item[Any],
            match: re.Match[str],
            /,
        ) -> "Pressed":
            del interaction
            if not isinstance(item, discord.ui.Button):
                raise TypeError(f"{match.string} is no button's")
            return cls(item, match)

        async def callback(self, interaction: discord.Interaction) -> None:
            if (under_way := under_way_of(interaction.client)) is not None:
                under_way.add()
            try:
                await press(interaction, self._match)
            except Exception as error:  # noqa: BLE001 - discord.py would log it and say nothing
                await answer_error(interaction, error, self._match.string)

    return Pressed
