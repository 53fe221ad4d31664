"""The buttons of styles: edit, share, delete, copy, preview, and the moderators' decision."""

import re

import discord
from discord.ext import commands

from bot.client import EaselClient
from bot.domain.styles import Sharing
from bot.filled import Filled
from bot.generation.style_desk import StyleDesk
from bot.generation.style_shelf import StyleShelf
from bot.presses import Hearing, ModalRoutes
from bot.replies.parts.buttons import id_in
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.panels import Panel
from bot.replies.parts.place import server_id_of
from bot.replies.parts.words import code
from bot.replies.styles.style_buttons import (
    STYLE,
    STYLE_DECIDED,
    STYLE_DELETED,
    STYLE_EDITED,
    StyleAct,
)
from bot.replies.styles.style_display import NOBODY, StyleDisplay, holder_of
from bot.replies.styles.style_forms import edit_modal, filled_style
from bot.replies.styles.style_notice import Decided
from bot.replies.styles.style_panels import delete_question, pending_panel
from bot.replies.styles.style_pictures import StylePictures
from bot.texts import gettext as _
from bot.timing import Time


class StyleButtons(commands.Cog):
    """Answers presses on panels of styles; whoever presses acts on what is theirs by then."""

    def __init__(  # noqa: PLR0913 - one for each thing that a panel offers
        self,
        *,
        bot: commands.Bot,
        modals: ModalRoutes,
        desk: StyleDesk,
        shelf: StyleShelf,
        display: StyleDisplay,
        pictures: StylePictures,
        moderators: Moderators,
        time: Time,
    ) -> None:
        self._desk = desk
        self._shelf = shelf
        self._display = display
        self._pictures = pictures
        self._moderators = moderators
        self._time = time
        self._hearing = Hearing(
            bot,
            modals,
            presses={
                STYLE: self.act,
                STYLE_DELETED: self.delete,
                STYLE_DECIDED: self.decide,
            },
            submits={STYLE_EDITED: self.edited},
        )

    async def cog_load(self) -> None:
        """Listen to every button and modal of styles, whoever sent it and when."""
        self._hearing.begin()

    async def cog_unload(self) -> None:
        """Listen no longer."""
        self._hearing.end()

    async def act(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Do what the button says with the style that it names."""
        name, holder = match["name"], holder_of(interaction)
        match StyleAct(match["act"]):
            case StyleAct.EDIT:
                style = await self._desk.own(holder, name)
                await interaction.response.send_modal(edit_modal(style))
            case StyleAct.SHARE:
                await self._display.share(interaction, name)
            case StyleAct.UNSHARE:
                await self._display.unshare(interaction, name)
            case StyleAct.DELETE:
                question = delete_question(await self._desk.own(holder, name))
                await interaction.response.edit_message(view=question, attachments=[])
            case StyleAct.COPY:
                style = await self._desk.copy(holder, name, None)
                await self._display.show(interaction, style, _("Copied"))
            case StyleAct.PREVIEW:
                await self._preview(interaction, name)

    async def delete(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Delete the style that was asked about, or show it again."""
        name, holder = match["name"], holder_of(interaction)
        if match["way"] == "keep":
            style = await self._desk.own(holder, name)
            await self._display.show_in_place(interaction, style, _("Style"))
            return
        await self._desk.delete(holder, name)
        await interaction.response.edit_message(
            view=Panel(_("The style is deleted."), [code(name)]), attachments=[]
        )

    async def edited(
        self, interaction: discord.Interaction, match: re.Match[str], filled: Filled
    ) -> None:
        """Keep what was changed in the modal."""
        holder = holder_of(interaction)
        before = await self._desk.own(holder, match["name"])
        style = await self._desk.edit(holder, before.name, filled_style(filled))
        await self._display.show(interaction, style, _("Saved"))
        if style.sharing is Sharing.PENDING and style != before:
            await self._display.ask_moderators(interaction, style)

    async def decide(self, interaction: discord.Interaction, match: re.Match[str]) -> None:
        """Let a style in, or refuse it; the first decision counts."""
        await self._moderators.check(interaction)
        is_let_in = match["way"] == "in"
        style = await self._desk.decide(
            id_in(match["id"]),
            server_id_of(interaction),
            match["seen"],
            is_let_in=is_let_in,
            by=interaction.user.id,
        )
        text = (
            _("<@{moderator}> has let {style} in.")
            if is_let_in
            else _("<@{moderator}> has refused {style}.")
        ).format(moderator=interaction.user.id, style=code(style.name))
        text += "\n-# " + _("It is a style of <@{member}>.").format(member=style.owner_id)
        is_list = interaction.message is not None and interaction.message.flags.ephemeral
        if is_list:
            rest = await self._desk.pending(server_id_of(interaction))
            await interaction.response.edit_message(
                view=pending_panel(rest, text), allowed_mentions=NOBODY
            )
        else:
            await interaction.response.edit_message(view=Panel(_("Decided"), [text]))
        await self._display.tell_owner(
            interaction, style, Decided.LET_IN if is_let_in else Decided.REFUSED
        )

    async def _preview(self, interaction: discord.Interaction, name: str) -> None:
        begun_at_s = self._time.monotonic()
        style = await self._shelf.find(
            name, member_id=interaction.user.id, server_id=server_id_of(interaction)
        )
        await self._pictures.ask(interaction, style, begun_at_s=begun_at_s)


async def setup(bot: EaselClient) -> None:
    """Load the cog."""
    services = bot.services
    await bot.add_cog(
        StyleButtons(
            bot=bot,
            modals=bot.modals,
            desk=services.style_desk,
            shelf=services.shelf,
            display=services.style_display,
            pictures=services.style_pictures,
            moderators=services.moderation.moderators,
            time=services.time,
        )
    )
