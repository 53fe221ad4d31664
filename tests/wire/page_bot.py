"""A small discord.py bot that answers ``/imagine`` with a card, as ours does."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import discord
from discord import app_commands, ui

from bot.sandbox import Sandbox
from tests.wire.page_panel import PanelSelect, Words, add_panel
from tests.wire.page_samples import picture
from tests.wire.sandbox_client import DEADLINE_S, pointed_at

STYLES = ["Watercolour", "Ink", "Pixel art"]
_SIZE_PX = 256


class Remix(ui.Modal, title="Remix"):
    prompt: ui.Label[Any] = ui.Label(
        text="Prompt",
        description="What to draw",
        component=ui.TextInput(custom_id="prompt", style=discord.TextStyle.paragraph),
    )
    style: ui.Label[Any] = ui.Label(
        text="Style",
        component=ui.RadioGroup(
            custom_id="style", options=[discord.RadioGroupOption(label=name) for name in STYLES]
        ),
    )
    private: ui.Label[Any] = ui.Label(text="Private", component=ui.Checkbox(custom_id="private"))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        prompt, style, private = (
            item.component for item in (self.prompt, self.style, self.private)
        )
        assert isinstance(prompt, ui.TextInput)
        assert isinstance(style, ui.RadioGroup)
        assert isinstance(private, ui.Checkbox)
        text = f"{prompt.value} / {style.value} / {private.value}"
        await interaction.response.send_message(text, ephemeral=True)


class RemixButton(ui.DynamicItem[ui.Button[Any]], template="remix"):
    def __init__(self) -> None:
        super().__init__(ui.Button(label="Remix", emoji="✏️", custom_id="remix"))

    @classmethod
    async def from_custom_id(cls, *_about: Any) -> "RemixButton":
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Remix())


def _card(prompt: str, state: str, filename: str | None = None) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(
        ui.TextDisplay(f"**{prompt}**\n-# {state}"), accent_colour=0x5865F2
    )
    if filename is not None:
        item = discord.MediaGalleryItem(f"attachment://{filename}", description=prompt)
        container.add_item(ui.MediaGallery(item))
        container.add_item(ui.ActionRow(RemixButton()))
    view.add_item(container)
    return view


class PageBot(discord.Client):
    """Queues, draws, delivers; *drawn* lets a test hold the picture back."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.drawn = asyncio.Event()
        self.drawn.set()
        _add_commands(self)
        add_panel(self.tree)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(RemixButton, PanelSelect)
        await self.tree.set_translator(Words())
        await self.tree.sync()


def _add_commands(bot: PageBot) -> None:
    @bot.tree.command(description="Make an image from a text")
    @app_commands.describe(prompt="What to draw", style="A look", seed="The same gives the same")
    async def imagine(
        interaction: discord.Interaction[Any],
        prompt: app_commands.Range[str, 1, 1000],
        style: str | None = None,
        seed: app_commands.Range[int, 0, 4294967295] = 7,
        *,
        private: bool = False,
    ) -> None:
        view = _card(prompt, "Place 1 in the queue")
        await interaction.response.send_message(view=view, ephemeral=private)
        await bot.drawn.wait()
        await interaction.edit_original_response(view=_card(prompt, "50 %"))
        data = await asyncio.to_thread(picture, seed, _SIZE_PX, _SIZE_PX)
        file = discord.File(BytesIO(data), "sunset.png", description=prompt)
        view = _card(prompt, f"seed {seed} · {style or 'no style'}", file.filename)
        await interaction.edit_original_response(view=view, attachments=[file])

    @imagine.autocomplete("style")
    async def styles(
        _interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        fitting = [name for name in STYLES if current.lower() in name.lower()]
        return [app_commands.Choice(name=name, value=name.lower()) for name in fitting]

    @bot.tree.command(description="Is never answered")
    async def silent(_interaction: discord.Interaction[Any]) -> None:
        return


@asynccontextmanager
async def page_bot(sandbox: Sandbox) -> AsyncIterator[PageBot]:
    """Run the bot against the sandbox until the block ends."""
    logging.getLogger("discord").setLevel(logging.ERROR)
    with pointed_at(sandbox):
        bot = PageBot()
        task = asyncio.create_task(bot.start(sandbox.token))
        try:
            await sandbox.wait_online(DEADLINE_S)
            await sandbox.wait_commands("imagine", DEADLINE_S)
            yield bot
        finally:
            await bot.close()
            await asyncio.gather(task, return_exceptions=True)
