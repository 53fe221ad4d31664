"""`/style`: save, list, show and delete a member's own styles."""

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.options import ImagineOptions
from bot.domain.ranges import MAX_GUIDANCE, MAX_IMAGES, MAX_PROMPT_LENGTH, MAX_STEPS
from bot.domain.saved_style import style_from
from bot.domain.styles import MAX_STYLE_NAME_LENGTH
from bot.generation.option_defaults import option_defaults
from bot.generation.style_shelf import StyleShelf
from bot.replies.choices import Choices, choices
from bot.replies.place import server_id_of
from bot.replies.style_panels import style_panel, styles_panel
from bot.store.styles import Styles
from bot.texts import gettext as _
from bot.timing import Time

Name = Range[str, 1, MAX_STYLE_NAME_LENGTH]


@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
class StyleCommands(commands.GroupCog, group_name="style", group_description="Your own styles"):
    """Keeps prompt parts and options under a name."""

    def __init__(
        self,
        *,
        styles: Styles,
        shelf: StyleShelf,
        offers: Choices,
        defaults: Mapping[str, str],
        time: Time,
    ) -> None:
        self._styles = styles
        self._shelf = shelf
        self._offers = offers
        self._defaults = defaults
        self._time = time

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
            advanced=advanced,
        )
        saved = await self._styles.save(
            interaction.user.id,
            server_id_of(interaction),
            style_from(name, options, self._defaults),
            self._time.now(),
        )
        await interaction.response.send_message(view=style_panel(saved, _("Saved")), ephemeral=True)

    @app_commands.command(name="list")
    async def list_styles(self, interaction: discord.Interaction) -> None:
        """List your styles and the built-in ones."""
        own, builtin = await self._shelf.all(
            member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        await interaction.response.send_message(view=styles_panel(own, builtin), ephemeral=True)

    @app_commands.command()
    @app_commands.describe(name="A style of yours or a built-in one")
    @app_commands.autocomplete(name=offer)
    async def show(self, interaction: discord.Interaction, name: str) -> None:
        """Show what a style holds."""
        style = await self._shelf.find(
            name, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        await interaction.response.send_message(view=style_panel(style, _("Style")), ephemeral=True)

    @app_commands.command()
    @app_commands.describe(name="A style of yours")
    @app_commands.autocomplete(name=offer_own)
    async def delete(self, interaction: discord.Interaction, name: str) -> None:
        """Delete one of your styles."""
        await self._styles.delete(interaction.user.id, server_id_of(interaction), name)
        text = _("The style is deleted.")
        await interaction.response.send_message(text, ephemeral=True)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    shelf = StyleShelf(services.styles, services.builtin_styles)
    await bot.add_cog(
        StyleCommands(
            styles=services.styles,
            shelf=shelf,
            offers=Choices(services.catalogue, shelf),
            defaults=option_defaults(services.settings.defaults, services.settings.provider),
            time=services.time,
        )
    )
