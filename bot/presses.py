"""Presses of buttons, choices in selects and submits of modals: found by their custom_id alone.

Whoever sent the component, and however long ago: nothing of it is kept in memory, so that it works
after a restart and a year later. Errors are answered as those of commands are.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import discord
from discord.ext import commands

from bot.filled import Filled
from bot.texts import use_language
from bot.tree import answer_error, under_way_of

Press = Callable[[discord.Interaction, re.Match[str]], Awaitable[None]]
Choose = Callable[[discord.Interaction, re.Match[str], Sequence[str]], Awaitable[None]]
Submit = Callable[[discord.Interaction, re.Match[str], Filled], Awaitable[None]]
Listener = type[discord.ui.DynamicItem[discord.ui.Item[Any]]]

_NOTHING: Mapping[str, Any] = MappingProxyType({})  # Any: of each kind of function


class ModalRoutes:
    """Finds who takes a submitted modal: the first whose template fits its custom_id as a whole."""

    def __init__(self) -> None:
        self._routes: dict[str, tuple[re.Pattern[str], Submit]] = {}

    def add(self, template: str, submit: Submit) -> None:
        """Let *submit* take every modal whose custom_id fits."""
        self._routes[template] = (re.compile(template), submit)

    def remove(self, template: str) -> None:
        """Take no more of them."""
        self._routes.pop(template, None)

    async def heard(self, interaction: discord.Interaction) -> None:
        """Hand a submitted modal to whoever takes it; of other interactions nothing happens."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        custom_id = str(_data_of(interaction).get("custom_id", ""))
        for pattern, submit in self._routes.values():
            if match := pattern.fullmatch(custom_id):
                await answering(
                    interaction, custom_id, submit(interaction, match, Filled.of(interaction))
                )
                return


class Hearing:
    """What one cog takes, by the templates of custom_ids, from its loading to its unloading."""

    def __init__(
        self,
        bot: commands.Bot,
        modals: ModalRoutes | None = None,
        *,
        presses: Mapping[str, Press] = _NOTHING,
        choices: Mapping[str, Choose] = _NOTHING,
        submits: Mapping[str, Submit] = _NOTHING,
    ) -> None:
        self._bot = bot
        self._modals = modals
        self._submits = submits
        self._listeners = (
            *(listener(template, press) for template, press in presses.items()),
            *(choice_listener(template, choose) for template, choose in choices.items()),
        )

    def begin(self) -> None:
        """Take every component of these kinds, whoever sent it and when."""
        self._bot.add_dynamic_items(*self._listeners)
        if self._modals is not None:
            for template, submit in self._submits.items():
                self._modals.add(template, submit)

    def end(self) -> None:
        """Take them no longer."""
        self._bot.remove_dynamic_items(*self._listeners)
        if self._modals is not None:
            for template in self._submits:
                self._modals.remove(template)


def listener(template: str, press: Press) -> Listener:
    """Return what calls *press* for every button whose custom_id fits *template* as a whole."""

    async def pressed(interaction: discord.Interaction, match: re.Match[str]) -> None:
        await press(interaction, match)

    return _listener(template, pressed)


def choice_listener(template: str, choose: Choose) -> Listener:
    """Return what calls *choose* with the chosen values, for every select that fits *template*."""

    async def chosen(interaction: discord.Interaction, match: re.Match[str]) -> None:
        values = _data_of(interaction).get("values", ())
        await choose(interaction, match, [str(value) for value in values])

    return _listener(template, chosen)


async def answering(interaction: discord.Interaction, name: str, work: Awaitable[None]) -> None:
    """Await *work*, which answers *interaction*; whatever it raises is answered privately."""
    use_language(str(interaction.locale))  # until its task ends
    if (under_way := under_way_of(interaction.client)) is not None:
        under_way.add()
    try:
        await work
    except Exception as error:  # noqa: BLE001 - discord.py would log it and say nothing
        await answer_error(interaction, error, name)


def _data_of(interaction: discord.Interaction) -> Mapping[str, Any]:
    return interaction.data or {}  # Discord's JSON, of a shape for each kind


def _listener(template: str, heard: Press) -> Listener:
    class Heard(discord.ui.DynamicItem[discord.ui.Item[Any]], template=template):
        def __init__(self, item: discord.ui.Item[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self._match = match

        @classmethod
        async def from_custom_id(
            cls,
            interaction: discord.Interaction,
            item: discord.ui.Item[Any],
            match: re.Match[str],
            /,
        ) -> "Heard":
            del interaction
            return cls(item, match)

        async def callback(self, interaction: discord.Interaction) -> None:
            await answering(interaction, self._match.string, heard(interaction, self._match))

    return Heard
