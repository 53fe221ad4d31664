"""What admins set for `/imagine` in Discord's own settings holds for buttons as well."""

import asyncio
from pathlib import Path

from bot.cli.seen import Message, is_delivered, is_refused, text_of
from bot.sandbox.invocation import Invocation
from tests.wire.test_buttons import buttons
from tests.wire.town import DEADLINE_S, Town, open_town

KEPT_OUT = "settings of this server do not let you ask"


async def ended(invocation: Invocation) -> Message:
    async with asyncio.timeout(DEADLINE_S):
        async for state in invocation.states():
            if is_delivered(state) or is_refused(state):
                return state
    raise AssertionError(invocation.failed or "the reply went away")


async def pressed_until(town: Town, card: Message, *, is_kept_out: bool) -> Message:
    """Press *Again* until the bot has heard of the change."""
    (again,) = [one for one in buttons(card) if one.startswith("easel:anew:")]
    async with asyncio.timeout(DEADLINE_S):
        while True:
            state = await ended(await town.sandbox.member("ada").press(card["id"], again))
            if is_refused(state) is is_kept_out:
                return state


async def test_a_button_obeys_them_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        everyone = {"id": town.sandbox.guild_id, "type": 1, "permission": False}
        async with town.bot():
            card = await town.ask()
            town.sandbox.command_permissions.change("imagine", [everyone])
            refused = await pressed_until(town, card, is_kept_out=True)
            assert KEPT_OUT in text_of(refused)
        async with town.bot():
            refused = await pressed_until(town, card, is_kept_out=True)
            assert KEPT_OUT in text_of(refused)
            town.sandbox.command_permissions.change("imagine", [])
            await pressed_until(town, card, is_kept_out=False)
            ada = town.sandbox.member("ada").user.id
            member = {"id": ada, "type": 2, "permission": False}
            town.sandbox.command_permissions.change(None, [member])  # for all commands
            await pressed_until(town, card, is_kept_out=True)
