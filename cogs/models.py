"""`/models`: search what the image service offers."""

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import InvalidRequest
from bot.providers.catalogue import Catalogue
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.overviews.models_panel import models_panel
from bot.replies.requesting.choices import choices
from bot.texts import alternatives
from bot.texts import gettext as _

_SHOWN = 25
_SEARCHED = 100  # before the base model is looked at, which the service cannot filter by
_BUDGET_S = 1.5
_KINDS = {
    "model": ModelKind.MODEL,
    "lora": ModelKind.LORA,
    "vae": ModelKind.VAE,
    "controlnet": ModelKind.CONTROLNET,
    "upscaler": ModelKind.UPSCALER,
    "embedding": ModelKind.EMBEDDING,
}


class ModelCommands(commands.Cog):
    """Searches the catalogue."""

    def __init__(self, catalogue: Catalogue, provider: str) -> None:
        self._catalogue = catalogue
        self._provider = provider

    async def offer_kinds(
        self, interaction: discord.Interaction, current: str
    ) -> list[Choice[str]]:
        """Offer the kinds."""
        return choices((kind, kind) for kind in _KINDS if current.casefold() in kind)

    async def offer_base_models(
        self, interaction: discord.Interaction, current: str
    ) -> list[Choice[str]]:
        """Offer the base models that occur."""
        entries = await self._entries(ModelKind.MODEL, "")
        names = sorted({entry.base_model for entry in entries if entry.base_model})
        return choices((name, name) for name in names if current.casefold() in name.casefold())

    @app_commands.command()
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.rename(kind="type")
    @app_commands.describe(
        search="Words in a name or a tag",
        kind="model (the default), lora, vae, controlnet, upscaler or embedding",
        base_model="Only for this base model, such as SDXL 1.0",
    )
    @app_commands.autocomplete(kind=offer_kinds, base_model=offer_base_models)
    async def models(
        self,
        interaction: discord.Interaction,
        search: Range[str, 0, 100] = "",
        kind: str = "model",
        base_model: str = "",
    ) -> None:
        """Search models, LoRAs and VAEs."""
        chosen = _KINDS.get(kind.strip().casefold())
        if chosen is None:
            names = alternatives([f"`{name}`" for name in _KINDS])
            raise InvalidRequest("type", kind, _("use one of {names}").format(names=names))
        wanted = base_model.strip().casefold()
        entries = [
            entry
            for entry in await self._entries(chosen, search)
            if wanted in entry.base_model.casefold()
        ]
        view = models_panel(entries[:_SHOWN], chosen, search, self._provider)
        await interaction.response.send_message(view=view, ephemeral=True)

    async def _entries(self, kind: ModelKind, search: str) -> list[CatalogueEntry]:
        return list(await self._catalogue.entries(kind, search, _SEARCHED, _BUDGET_S))


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    await bot.add_cog(ModelCommands(bot.services.catalogue, bot.services.provider.name))
