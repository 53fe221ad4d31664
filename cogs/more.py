"""*More* under a finished card: settings to copy, favourites, styles, the original, deletion."""

import re

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.errors import NotAllowed
from bot.filled import Filled
from bot.presses import Hearing, ModalRoutes
from bot.replies.after.deleting import Deleting, delete_question
from bot.replies.after.more_panel import MorePanels
from bot.replies.parts.buttons import (
    DELETE,
    DELETE_SURELY,
    FAVOURITE,
    KEEP,
    MORE,
    ORIGINAL,
    SAVE_STYLE,
    STYLE_NAMED,
    id_in,
)
from bot.replies.pictures.finished import Finished
from bot.replies.sending.resending import Resending
from bot.replies.styles.style_naming import StyleNaming, check_is_whole, style_modal
from bot.replies.styles.style_panels import style_panel
from bot.store.favourites import Favourites
from bot.texts import gettext as _
from bot.timing import Time


class More(commands.Cog):
    """Answers *More* and what stands in its panel."""

    def __init__(  # noqa: PLR0913 - one for each thing that the panel offers
        self,
        *,
        bot: commands.Bot,
        modals: ModalRoutes,
        finished: Finished,
        panels: MorePanels,
        favourites: Favourites,
        naming: StyleNaming,
        resending: Resending,
        deleting: Deleting,
        time: Time,
    ) -> None:
        self._finished = finished
        self._panels = panels
        self._favourites = favourites
        self._naming = naming
        self._resending = resending
        self._deleting = deleting
        self._time = time
        self._hearing = Hearing(
            bot,
            modals,
            presses={
                MORE: self.more,
                FAVOURITE: self.favour,
                SAVE_STYLE: self.ask_for_a_name,
                ORIGINAL: self.send_the_original,
                DELETE: self.ask_again,
                DELETE_SURELY: self.delete,
                KEEP: self.keep,
            },
            submits={STYLE_NAMED: self.save_style},
        )

    async def cog_load(self) -> None:
        """Listen to every component of these kinds, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def more(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the panel, to whoever presses alone."""
        generation = await self._finished.named(interaction, match["id"])
        message = interaction.message
        card_id = message.id if message is not None and not message.flags.ephemeral else 0
        panel = await self._panels.panel(interaction, generation, card_id)
        await interaction.response.send_message(
            view=panel.view,
            files=panel.files(),
            ephemeral=True,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def favour(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Keep it at hand, or no longer, and say so."""
        if match["way"] == "remove":  # also what is deleted, or not theirs to see any more
            await self._favourites.remove(interaction.user.id, id_in(match["id"]))
            text = _("It is no favourite of yours any more.")
        else:
            generation = await self._finished.named(interaction, match["id"])
            now = self._time.now()
            if not await self._favourites.add(interaction.user.id, generation.id, now):
                raise NotAllowed(_("This was deleted, so nothing can be done with it any more."))
            text = _("⭐ It is one of your favourites now: `/favourites` shows them.")
        await interaction.response.send_message(text, ephemeral=True)

    async def ask_for_a_name(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Open the modal that asks for the style's name."""
        generation = await self._finished.named(interaction, match["id"])
        check_is_whole(generation)
        await interaction.response.send_modal(style_modal(generation.id))

    async def save_style(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Save the style and show it."""
        generation = await self._finished.named(interaction, match["id"])
        saved = await self._naming.save(
            interaction, generation, name=filled.text("name"), words=filled.text("words")
        )
        await interaction.response.send_message(view=style_panel(saved, _("Saved")), ephemeral=True)

    async def send_the_original(
        self, interaction: discord.Interaction, match: re.Match[str]
    ) -> None:
        """Send the image files as they are kept."""
        generation = await self._finished.named(interaction, match["id"])
        await self._resending.resend(interaction, generation)

    async def ask_again(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Ask whether it shall be deleted, in place of the panel."""
        generation = await self._finished.named(interaction, match["id"])
        await self._finished.check_may_delete(interaction, generation)
        question = delete_question(generation, id_in(match["card"]))
        await interaction.response.edit_message(view=question, attachments=[])

    async def delete(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Delete it for good."""
        generation = await self._finished.named(interaction, match["id"])
        await self._finished.check_may_delete(interaction, generation)
        await self._deleting.delete(interaction, generation, id_in(match["card"]))

    async def keep(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Show the panel again."""
        generation = await self._finished.named(interaction, match["id"])
        panel = await self._panels.panel(interaction, generation, id_in(match["card"]))
        await interaction.response.edit_message(view=panel.view, attachments=panel.files())


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    after = services.after
    await bot.add_cog(
        More(
            bot=bot,
            modals=bot.modals,
            finished=after.finished,
            panels=MorePanels(after.favourites, after.finished),
            favourites=after.favourites,
            naming=after.naming,
            resending=services.resending,
            deleting=after.deleting,
            time=services.time,
        )
    )
