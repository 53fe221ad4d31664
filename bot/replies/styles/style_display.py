"""Showing a style with its preview, sharing it, and asking the moderators about it."""

import asyncio
import io

import aiohttp
import discord
import structlog

from bot.domain.style_file import MAX_FILE_BYTES
from bot.domain.styles import Sharing, Style
from bot.errors import NotAllowed, StyleError
from bot.generation.style_desk import Holder, StyleDesk
from bot.replies.parts.moderators import Moderators
from bot.replies.parts.place import is_member_here, place_of, server_id_of
from bot.replies.styles.style_notice import Decided, StyleNotice
from bot.replies.styles.style_panels import PREVIEW_NAME, asked_panel, pending_panel, style_panel
from bot.replies.styles.style_pictures import StylePictures
from bot.store.server_settings import ServerSettings
from bot.texts import gettext as _
from bot.texts import in_language, number

logger = structlog.stdlib.get_logger(__name__)

NOBODY = discord.AllowedMentions.none()
_BUDGET_S = 1.5


class StyleDisplay:
    """Answers about one style at a time, privately."""

    def __init__(
        self,
        *,
        client: discord.Client,
        desk: StyleDesk,
        pictures: StylePictures,
        settings: ServerSettings,
        notice: StyleNotice,
        moderators: Moderators,
    ) -> None:
        self._client = client
        self._desk = desk
        self._pictures = pictures
        self._settings = settings
        self._notice = notice
        self._moderators = moderators

    async def show(self, interaction: discord.Interaction, style: Style, heading: str) -> None:
        """Answer with all that *style* holds, its preview, and what can be done with it."""
        panel, files = await self._shown(interaction, style, heading)
        await interaction.response.send_message(
            view=panel, files=files, ephemeral=True, allowed_mentions=NOBODY
        )

    async def show_in_place(
        self, interaction: discord.Interaction, style: Style, heading: str
    ) -> None:
        """Show *style* in place of the panel whose button was pressed."""
        panel, files = await self._shown(interaction, style, heading)
        await interaction.response.edit_message(view=panel, attachments=files)

    async def _shown(
        self, interaction: discord.Interaction, style: Style, heading: str
    ) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        picture = await self._pictures.picture(style, place_of(interaction, is_private=True))
        panel = style_panel(
            style,
            heading,
            member_id=interaction.user.id,
            moderates=await self._moderators.is_moderator(interaction),
            can_share=interaction.guild_id is not None and is_member_here(interaction),
            has_preview=picture is not None,
        )
        files = [] if picture is None else [discord.File(io.BytesIO(picture), PREVIEW_NAME)]
        return panel, files

    async def share(self, interaction: discord.Interaction, name: str) -> None:
        """Share a style, or ask the server's moderators, in their channel if there is one.

        Raises:
            NotAllowed: There is no server here, or it shares no styles.
            StyleError: There is none of that name, or the name is taken in the server.
        """
        if not is_member_here(interaction):
            raise NotAllowed(
                _("I am no member of this server, so no styles can be shared with it.")
            )
        style = await self._desk.share(holder_of(interaction), name)
        is_shared = style.sharing is Sharing.SHARED
        await self.show(interaction, style, _("Shared") if is_shared else _("Asked for"))
        if not is_shared:
            await self.ask_moderators(interaction, style)

    async def unshare(self, interaction: discord.Interaction, name: str) -> None:
        """Take a style back from the server: one's own or, for a moderator, anybody's.

        Raises:
            StyleError: There is none of that name.
        """
        style = await self._desk.unshare(
            holder_of(interaction), name, moderates=await self._moderators.is_moderator(interaction)
        )
        await self.show(interaction, style, _("Taken back"))
        await self.tell_owner(interaction, style, Decided.TAKEN_BACK)

    async def tell_owner(
        self, interaction: discord.Interaction, style: Style, decided: Decided
    ) -> None:
        """Tell the owner of *style* what a moderator has just decided about it."""
        await self._notice.tell(interaction, style, decided)

    async def pending(self, interaction: discord.Interaction) -> None:
        """Answer with the styles that wait for a decision.

        Raises:
            NotAllowed: Only for moderators, and only in a server.
        """
        await self._moderators.check(interaction)
        view = pending_panel(await self._desk.pending(server_id_of(interaction)))
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=NOBODY)

    async def ask_moderators(self, interaction: discord.Interaction, style: Style) -> None:
        """Post the question in the moderators' channel, if the server has chosen one."""
        choices = await self._settings.get(server_id_of(interaction))
        if choices.report_channel_id is None:
            return  # `/style pending` lists it
        channel = self._client.get_partial_messageable(choices.report_channel_id)
        with in_language(str(interaction.guild_locale or interaction.locale)):
            view = asked_panel(style)
        try:
            await channel.send(view=view, allowed_mentions=NOBODY)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            logger.warning("moderators not asked", style=style.id, fault=type(error).__name__)


def holder_of(interaction: discord.Interaction) -> Holder:
    """Return whose styles are meant, and where."""
    return Holder(interaction.user.id, server_id_of(interaction))


async def file_of_styles(file: discord.Attachment) -> bytes:
    """Fetch a file of styles.

    Raises:
        StyleError: It is too large, or Discord does not hand it out in time.
    """
    if file.size > MAX_FILE_BYTES:
        raise StyleError(
            _("`file` is too large for a file of styles: {most} kB is the most.").format(
                most=number(MAX_FILE_BYTES // 1024)
            )
        )
    try:
        async with asyncio.timeout(_BUDGET_S):
            return await file.read()
    except (TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
        raise StyleError(_("Discord did not hand out `file` in time: please try again.")) from error
