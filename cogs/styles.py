"""`/style`: save, edit, share, copy and exchange styles."""

import io

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.options import ImagineOptions
from bot.domain.ranges import MAX_GUIDANCE, MAX_IMAGES, MAX_PROMPT_LENGTH, MAX_STEPS
from bot.domain.styles import MAX_STYLE_NAME_LENGTH, Style
from bot.generation.style_desk import StyleDesk
from bot.generation.style_shelf import StyleShelf
from bot.replies.parts.place import server_id_of
from bot.replies.requesting.choices import Choices, choices
from bot.replies.styles.style_display import NOBODY, StyleDisplay, file_of_styles, holder_of
from bot.replies.styles.style_forms import edit_modal
from bot.replies.styles.style_panels import imported_panel, styles_panel
from bot.texts import gettext as _

Name = Range[str, 1, MAX_STYLE_NAME_LENGTH]


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class StyleCommands(commands.GroupCog, group_name="style", group_description="Your own styles"):
    """Keeps prompt parts and options under a name."""

    def __init__(
        self,
        *,
        desk: StyleDesk,
        shelf: StyleShelf,
        offers: Choices,
        display: StyleDisplay,
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._offers = offers
        self._display = display

    async def offer(self, interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        """Offer what may follow what the member has typed so far."""
        return await self._offers.offered(interaction, current)

    async def offer_own(self, interaction: discord.Interaction, current: str) -> list[Choice[str]]:
        """Offer the member's own styles."""
        names = await self._shelf.own_names(
            current, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        return choices((name, name) for name in names)

    @app_commands.command()
    @app_commands.describe(
        name="What to call it in /imagine",
        prompt="Its words; {prompt} marks where yours go, else they come first",
        negative_prompt="What to avoid",
        size="A format such as portrait, or WIDTHxHEIGHT in pixels",
        model="Which image model paints it",
        images="How many images, 1 to 8",
        sampler="How the noise is removed",
        steps="How many steps, 1 to 50",
        guidance="How closely to follow the prompt, above 0 to 30",
        loras="name:weight, other name",
        hires="Enlarge while painting: on, a factor up to 2, or WIDTHxHEIGHT",
        vae="Which VAE decodes the image, or none",
        control="What a control image steers, such as edges or pose",
        strength="How much of an image may change, 0 to 1",
        advanced="key=value …: clip_skip, restore_faces, upscaler, refiner, rounds, format …",
    )
    @app_commands.autocomplete(
        size=offer,
        model=offer,
        sampler=offer,
        loras=offer,
        hires=offer,
        vae=offer,
        control=offer,
        advanced=offer,
    )
    async def save(  # noqa: PLR0913, PLR0917 - its parameters are the options that people see
        self,
        interaction: discord.Interaction,
        name: Name,
        prompt: Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        negative_prompt: Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        size: str | None = None,
        model: str | None = None,
        images: Range[int, 1, MAX_IMAGES] | None = None,
        sampler: str | None = None,
        steps: Range[int, 1, MAX_STEPS] | None = None,
        guidance: Range[float, 0.1, MAX_GUIDANCE] | None = None,
        loras: str | None = None,
        hires: str | None = None,
        vae: str | None = None,
        control: str | None = None,
        strength: Range[float, 0, 1] | None = None,
        advanced: str | None = None,
    ) -> None:
        """Save a style of your own."""
        options = ImagineOptions(
            prompt=prompt or "",
            negative_prompt=negative_prompt,
            size=size,
            model=model,
            images=images,
            sampler=sampler,
            steps=steps,
            guidance=guidance,
            loras=loras,
            hires=hires,
            vae=vae,
            control=control,
            strength=strength,
            advanced=advanced,
        )
        saved = await self._desk.save(holder_of(interaction), name, options)
        await self._show(interaction, saved, _("Saved"))

    @app_commands.command(name="list")
    async def list_styles(self, interaction: discord.Interaction) -> None:
        """List your styles, those shared here, and the built-in ones."""
        shelf = await self._shelf.all(
            member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        await interaction.response.send_message(
            view=styles_panel(shelf), ephemeral=True, allowed_mentions=NOBODY
        )

    @app_commands.command()
    @app_commands.describe(name="A style; several parted by commas show what they are together")
    @app_commands.autocomplete(name=offer)
    async def show(self, interaction: discord.Interaction, name: str) -> None:
        """Show what a style holds, and its preview."""
        style = await self._shelf.find(
            name, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        await self._show(interaction, style, _("Style"))

    @app_commands.command()
    @app_commands.describe(name="A style of yours")
    @app_commands.autocomplete(name=offer_own)
    async def edit(self, interaction: discord.Interaction, name: str) -> None:
        """Change one of your styles."""
        await interaction.response.send_modal(
            edit_modal(await self._desk.own(holder_of(interaction), name))
        )

    @app_commands.command()
    @app_commands.describe(name="A style of yours", new_name="What to call it from now on")
    @app_commands.autocomplete(name=offer_own)
    async def rename(self, interaction: discord.Interaction, name: str, new_name: Name) -> None:
        """Give one of your styles another name."""
        renamed = await self._desk.rename(holder_of(interaction), name, new_name)
        await self._show(interaction, renamed, _("Renamed"))

    @app_commands.command()
    @app_commands.describe(name="A style of yours")
    @app_commands.autocomplete(name=offer_own)
    async def delete(self, interaction: discord.Interaction, name: str) -> None:
        """Delete one of your styles."""
        await self._desk.delete(holder_of(interaction), name)
        text = _("The style is deleted.")
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command()
    @app_commands.describe(name="A style of yours")
    @app_commands.autocomplete(name=offer_own)
    async def share(self, interaction: discord.Interaction, name: str) -> None:
        """Share one of your styles with everybody in this server."""
        await self._display.share(interaction, name)

    @app_commands.command()
    @app_commands.describe(name="A style of yours that is shared")
    @app_commands.autocomplete(name=offer_own)
    async def unshare(self, interaction: discord.Interaction, name: str) -> None:
        """Take one of your styles back from the server."""
        await self._display.unshare(interaction, name)

    @app_commands.command()
    async def pending(self, interaction: discord.Interaction) -> None:
        """Let shared styles in, or refuse them; for moderators."""
        await self._display.pending(interaction)

    @app_commands.command()
    @app_commands.describe(name="A shared or built-in style", new_name="What to call yours")
    @app_commands.autocomplete(name=offer)
    async def copy(
        self, interaction: discord.Interaction, name: str, new_name: Name | None = None
    ) -> None:
        """Copy a style to your own, to change it."""
        copied = await self._desk.copy(holder_of(interaction), name, new_name)
        await self._show(interaction, copied, _("Copied"))

    @app_commands.command()
    @app_commands.describe(name="A style; without it, all of yours")
    @app_commands.autocomplete(name=offer)
    async def export(self, interaction: discord.Interaction, name: str | None = None) -> None:
        """Take styles along as a file."""
        data = await self._desk.export(holder_of(interaction), name)
        await interaction.response.send_message(
            file=discord.File(io.BytesIO(data), filename="styles.toml"), ephemeral=True
        )

    @app_commands.command(name="import")
    @app_commands.describe(file="A file from /style export")
    async def bring_in(self, interaction: discord.Interaction, file: discord.Attachment) -> None:
        """Keep the styles of a file as yours."""
        await interaction.response.defer(ephemeral=True, thinking=True)  # it takes its time
        imported = await self._desk.bring_in(holder_of(interaction), await file_of_styles(file))
        await interaction.edit_original_response(
            view=imported_panel(imported.kept, imported.left_out.items()), allowed_mentions=NOBODY
        )

    async def _show(self, interaction: discord.Interaction, style: Style, heading: str) -> None:
        await self._display.show(interaction, style, heading)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        StyleCommands(
            desk=services.style_desk,
            shelf=services.shelf,
            offers=Choices(services.catalogue, services.shelf),
            display=services.style_display,
        )
    )
