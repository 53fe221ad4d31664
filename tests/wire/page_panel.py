"""What the page's bot offers to a thumb: a panel of selects, a file, and *Remix* on any message."""

from io import BytesIO
from typing import Any

import discord
from discord import app_commands, ui

SIZES = ["Square 512 × 512", "Wide 768 × 512", "Tall 512 × 768"]
SAMPLERS = [f"Sampler {number}" for number in range(1, 26)]
STYLE_FILE = b'name = "ink"\nprompt = "ink drawing of {prompt}"\n'


_GERMAN = {"settings": "einstellungen", "Remix": "Neu mischen"}


def _options(names: list[str], chosen: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=name, value=name, default=name == chosen) for name in names]


def _select(custom_id: str, names: list[str], chosen: str, **more: Any) -> ui.Select[Any]:
    return ui.Select(custom_id=custom_id, options=_options(names, chosen), **more)


class RemixForm(ui.Modal, title="Remix this image"):
    """Five fields at most; the choices stand as they were."""

    def __init__(self, source: discord.Message) -> None:
        super().__init__(custom_id="remix-form")
        image = source.attachments[0]
        self.add_item(ui.TextDisplay(f"From **{image.filename}**: {image.description}"))
        field = ui.TextInput[Any](
            custom_id="prompt", style=discord.TextStyle.paragraph, default="a fox", max_length=400
        )
        self.add_item(ui.Label(text="Prompt", component=field))
        size = _select("size", SIZES, SIZES[0])
        self.add_item(ui.Label(text="Size", description="Width and height", component=size))
        sampler = _select("sampler", SAMPLERS, SAMPLERS[0], required=False)
        self.add_item(ui.Label(text="Sampler", component=sampler))
        self.add_item(ui.Label(text="Private", component=ui.Checkbox(custom_id="private")))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        fields: list[Any] = [item.component for item in self.children if isinstance(item, ui.Label)]
        said = {
            field.custom_id: field.values if isinstance(field, ui.Select) else field.value
            for field in fields
        }
        await interaction.response.send_message(str(said), ephemeral=True)


class Panel(ui.LayoutView):
    """My defaults: one select for each, and a channel."""

    def __init__(self, size: str) -> None:
        super().__init__(timeout=None)
        container: ui.Container[Any] = ui.Container(ui.TextDisplay("## Your defaults"))
        for title, select in (
            ("Size", _select("panel:size", SIZES, size)),
            ("Sampler", _select("panel:sampler", SAMPLERS, SAMPLERS[4])),
        ):
            container.add_item(ui.TextDisplay(f"**{title}**"))
            container.add_item(ui.ActionRow(select))
        channels = ui.ChannelSelect[Any](custom_id="panel:channel", placeholder="A channel")
        container.add_item(ui.ActionRow(channels))
        container.add_item(ui.File("attachment://ink.toml"))
        self.add_item(container)


class PanelSelect(ui.DynamicItem[ui.Select[Any]], template="panel:size"):
    @classmethod
    async def from_custom_id(cls, _about: Any, item: Any, _match: Any, /) -> "PanelSelect":
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        file = discord.File(BytesIO(STYLE_FILE), "ink.toml")
        view = Panel(self.item.values[0])
        await interaction.response.edit_message(view=view, attachments=[file])


class Words(app_commands.Translator):
    """German names for what German members see."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _context: Any
    ) -> str | None:
        return _GERMAN.get(string.message) if locale is discord.Locale.german else None


def add_panel(tree: app_commands.CommandTree[Any]) -> None:
    """Add ``/settings`` and the message command *Remix*."""

    @tree.command(description="Your defaults, as one panel")
    async def settings(interaction: discord.Interaction[Any]) -> None:
        file = discord.File(BytesIO(STYLE_FILE), "ink.toml")
        await interaction.response.send_message(view=Panel(SIZES[0]), file=file, ephemeral=True)

    @tree.context_menu(name="Remix")
    async def remix(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_modal(RemixForm(message))
