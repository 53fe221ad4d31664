"""Showing pages and opened entries: a first answer at once, the picture as soon as it is drawn."""

import discord

from bot.domain.generation import Generation, Status
from bot.errors import NotAllowed
from bot.replies.parts.latest_press import LatestPress
from bot.replies.past.past_ids import Look, Step
from bot.replies.past.past_opened import opened_panel
from bot.replies.past.past_pages import PastPage, PastPages, Viewer
from bot.replies.past.past_panel import past_panel
from bot.replies.past.past_sheets import PastSheets
from bot.replies.pictures.finished import may_use
from bot.replies.sending.resending import Resending
from bot.replies.sending.uploads import Packed, Upload
from bot.store.favourites import Favourites
from bot.store.generations import Generations
from bot.texts import gettext as _

_NOBODY = discord.AllowedMentions.none()


class PastViews:
    """Answers commands and presses; each press replaces the panel that it was made in."""

    def __init__(
        self,
        *,
        pages: PastPages,
        sheets: PastSheets,
        generations: Generations,
        favourites: Favourites,
        resending: Resending,
    ) -> None:
        self._pages = pages
        self._sheets = sheets
        self._generations = generations
        self._favourites = favourites
        self._resending = resending
        self._latest = LatestPress()

    async def first(self, interaction: discord.Interaction, look: Look) -> None:
        """Answer a command with the newest page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._show(interaction, await self._pages.newest(_viewer(interaction), look))

    async def turn(
        self, interaction: discord.Interaction, look: Look, step: Step, from_id: int
    ) -> None:
        """Show the page on that side of a generation; whoever presses sees their own."""
        await _acknowledge(interaction)
        async with self._latest.of(_message_id(interaction), interaction.id) as make:
            turned = self._pages.newer if step is Step.NEWER else self._pages.older
            page = await turned(_viewer(interaction), look, from_id)
            sheet = await self._sheets.sheet(page)
            await make(lambda: _edit(interaction, page, sheet))

    async def open(
        self, interaction: discord.Interaction, look: Look, top_id: int, generation_id: int
    ) -> None:
        """Show one entry in place of the page that begins with *top_id*.

        Raises:
            NotAllowed: It is neither theirs nor a favourite, or was deleted in between.
        """
        generation = await self._chosen(interaction, generation_id)
        is_own = generation.place.member_id == interaction.user.id
        can_use = may_use(interaction, generation)
        back_id = look.custom_id(Step.OLDER, top_id + 1)

        def show(generation: Generation, packed: Packed) -> discord.ui.LayoutView:
            return opened_panel(generation, packed, back_id=back_id, is_own=is_own, can_use=can_use)

        await _acknowledge(interaction)
        async with self._latest.of(_message_id(interaction), interaction.id) as make:
            if generation.images:
                await make(lambda: self._resending.fill(interaction, generation, show))
                return
            bare = show(generation, Packed())
            await make(
                lambda: interaction.edit_original_response(
                    view=bare, attachments=[], allowed_mentions=_NOBODY
                )
            )

    async def _chosen(self, interaction: discord.Interaction, generation_id: int) -> Generation:
        generation = await self._generations.get(generation_id)
        if generation is None or not await self._may_open(interaction, generation):
            raise NotAllowed(_("There is nothing of yours that I could open."))
        if generation.deleted_at is not None or generation.status is not Status.DELIVERED:
            raise NotAllowed(_("This was deleted, so nothing can be done with it any more."))
        return generation

    async def _may_open(self, interaction: discord.Interaction, generation: Generation) -> bool:
        if interaction.user.id == generation.place.member_id:
            return True
        if generation.place.is_private:
            return False
        return await self._favourites.is_favourite(interaction.user.id, generation.id)

    async def _show(self, interaction: discord.Interaction, page: PastPage) -> None:
        await _edit(interaction, page, await self._sheets.sheet(page))


async def _edit(interaction: discord.Interaction, page: PastPage, sheet: Upload | None) -> None:
    panel = past_panel(page, sheet, is_of_one_server=interaction.guild_id is not None)
    await interaction.edit_original_response(
        view=panel,
        attachments=[sheet.file()] if sheet else [],
        allowed_mentions=_NOBODY,
    )


async def _acknowledge(interaction: discord.Interaction) -> None:
    """Answer a press at once: what it was made in is edited later, unless others see it too."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


def _viewer(interaction: discord.Interaction) -> Viewer:
    return Viewer(member_id=interaction.user.id, server_id=interaction.guild_id)


def _message_id(interaction: discord.Interaction) -> int:
    message = interaction.message
    return message.id if message is not None and message.flags.ephemeral else interaction.id
