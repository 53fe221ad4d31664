"""An unmodified discord.py client that talks to a sandbox in the same process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from io import BytesIO
from typing import Any

import discord
import yarl
from discord import app_commands, ui
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox import Sandbox

DEADLINE_S = 30.0
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00\x00"
    + b"\x12\x16\xf1M"
)


@contextmanager
def pointed_at(sandbox: Sandbox) -> Iterator[None]:
    """Point discord.py's three class attributes at the sandbox, and back afterwards."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    Route.BASE = sandbox.rest_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    Asset.BASE = sandbox.cdn_url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


def card(text: str, *, picture: bool) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(ui.TextDisplay(text))
    if picture:
        container.add_item(
            ui.MediaGallery(discord.MediaGalleryItem("attachment://a.png", description="A cat"))
        )
    container.add_item(ui.ActionRow(CountButton(0)))
    view.add_item(container)
    return view


class CountButton(ui.DynamicItem[ui.Button[Any]], template=r"count:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        super().__init__(ui.Button(label=f"Again {number}", custom_id=f"count:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> "CountButton":
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"pressed {self.number}", ephemeral=True)


class Form(ui.Modal, title="Remix"):
    text: ui.Label[Any] = ui.Label(
        text="Prompt", component=ui.TextInput(custom_id="text", default="a cat")
    )
    choice: ui.Label[Any] = ui.Label(
        text="Size",
        component=ui.Select(
            custom_id="choice",
            options=[discord.SelectOption(label="Small"), discord.SelectOption(label="Large")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        text, choice = self.text.component, self.choice.component
        assert isinstance(text, ui.TextInput)
        assert isinstance(choice, ui.Select)
        await interaction.response.send_message(f"{text.value} / {choice.values[0]}")


class Bot(discord.Client):
    """A small bot with everything that ours uses."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.errors: asyncio.Queue[BaseException] = asyncio.Queue()
        self.held: asyncio.Queue[discord.Interaction[Any]] = asyncio.Queue()
        self.resumed = asyncio.Event()
        _add_drawing(self)
        _add_talk(self)

        @self.tree.error
        async def on_error(_interaction: Any, error: app_commands.AppCommandError) -> None:
            self.errors.put_nowait(getattr(error, "original", error))

    async def setup_hook(self) -> None:
        self.add_dynamic_items(CountButton)
        await self.tree.sync()

    async def on_resumed(self) -> None:
        self.resumed.set()


def _add_drawing(bot: Bot) -> None:
    tree = bot.tree

    @tree.command(description="Draw")
    async def imagine(
        interaction: discord.Interaction[Any],
        prompt: app_commands.Range[str, 1, 100],
        steps: app_commands.Range[int, 1, 50] = 20,
        control: discord.Attachment | None = None,
    ) -> None:
        said = f"{prompt} in {steps}"
        if control is not None:
            said += f" after {len(await control.read())} bytes"
        await interaction.response.send_message(view=card(f"Queued: {said}", picture=False))
        await interaction.edit_original_response(view=card("50 %", picture=False))
        await interaction.edit_original_response(
            view=card(f"Done: {said}", picture=True),
            attachments=[discord.File(BytesIO(PNG), "a.png")],
        )

    @imagine.autocomplete("prompt")
    async def complete(
        _interaction: discord.Interaction[Any], current: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=current * 2, value=current * 3)]


def _add_talk(bot: Bot) -> None:
    tree = bot.tree

    @tree.command(description="Think first")
    async def think(interaction: discord.Interaction[Any], seen_by: str) -> None:
        await interaction.response.defer(thinking=True, ephemeral=seen_by == "me")
        await interaction.followup.send("thought")
        await interaction.followup.send("more", embed=discord.Embed(title="More"))

    @tree.command(description="Open a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="Keep the interaction, and answer")
    async def hold(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("held")
        bot.held.put_nowait(interaction)

    @tree.command(description="Say nothing yet")
    async def silent(interaction: discord.Interaction[Any]) -> None:
        bot.held.put_nowait(interaction)

    group = app_commands.Group(name="style", description="Styles")

    @group.command(description="Save a style")
    async def save(interaction: discord.Interaction[Any], name: str) -> None:
        await interaction.response.send_message(f"saved {name}", ephemeral=True)

    tree.add_command(group)


@asynccontextmanager
async def running(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Run a bot against the sandbox until the block ends."""
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    with pointed_at(sandbox):
        bot = Bot()
        task = asyncio.create_task(bot.start(sandbox.token))
        try:
            await sandbox.wait_online(DEADLINE_S)
            await sandbox.wait_commands("imagine", DEADLINE_S)
            yield bot
        finally:
            await bot.close()
            await asyncio.gather(task, return_exceptions=True)
