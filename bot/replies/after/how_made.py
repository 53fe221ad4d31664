"""*Settings*: how the image in a message was made, one of ours or another tool's."""

import asyncio

import discord
import structlog

from bot.domain.foreign_parameters import ForeignParameters, parse_parameters
from bot.domain.generation import Generation, Status
from bot.domain.nearest_options import nearest_options
from bot.domain.picture_texts import PictureTexts, Trouble, picture_texts
from bot.errors import NotAllowed
from bot.providers.catalogue import Catalogue
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.after.foreign_panel import foreign_panel
from bot.replies.after.more_panel import MorePanel, MorePanels
from bot.replies.pictures.discord_files import DiscordFiles
from bot.replies.pictures.finished import Finished
from bot.replies.pictures.message_pictures import FoundPicture, MessagePictures
from bot.replies.pictures.own_images import OwnImages
from bot.texts import gettext as _

logger = structlog.stdlib.get_logger(__name__)

_MOST_PICTURES = 4
_BUDGET_S = 8.0  # for each; who asked sees that it is looked for
_CATALOGUE_S = 0.5


class HowMade:
    """Answers with the panel of *More*, or with what stands in a stranger's file."""

    def __init__(
        self,
        *,
        own: OwnImages,
        finished: Finished,
        panels: MorePanels,
        pictures: MessagePictures,
        files: DiscordFiles,
        catalogue: Catalogue,
    ) -> None:
        self._own = own
        self._finished = finished
        self._panels = panels
        self._pictures = pictures
        self._files = files
        self._catalogue = catalogue

    async def show(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Answer *interaction*, privately.

        Raises:
            NotAllowed: Nothing is known of how it was made, or it is not the member's to know.
            StorageUnavailable: The database does not answer.
        """
        generation = await self._own.shown_by(interaction, message)
        if generation is not None:
            _check_has_images(generation)
            known = await self._finished.named(interaction, str(generation.id))
            card_id = 0 if message.flags.ephemeral else message.id
            panel = await self._panels.panel(interaction, known, card_id)
            await interaction.response.send_message(
                view=panel.view,
                files=panel.files(),
                ephemeral=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )
            return
        found = self._pictures.of(message, _MOST_PICTURES)
        await interaction.response.defer(ephemeral=True, thinking=True)
        panel = await self._panel(await self._first_with_text(found))
        await interaction.edit_original_response(
            view=panel.view,
            attachments=panel.files(),
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def _first_with_text(self, found: list[FoundPicture]) -> PictureTexts:
        """Return the first text that can be read, else what stands in the way of one."""
        texts = PictureTexts()
        is_any_there = False
        for picture in found:
            data = await self._files.read(picture.url, _BUDGET_S)
            if data is None:
                continue
            is_any_there = True
            read = await asyncio.to_thread(picture_texts, data)
            if read.parameters:
                return read
            if read.has_comfy_graph or (read.trouble and not texts.has_comfy_graph):
                texts = read
        if not is_any_there:
            raise NotAllowed(
                _("Discord does not hand out this picture: it may be too large, or gone.")
            )
        return texts

    async def _panel(self, texts: PictureTexts) -> MorePanel:
        foreign = parse_parameters(texts.parameters) if texts.parameters else None
        if foreign is None:
            raise _nothing(texts)
        model = await self._model(foreign)
        nearest = await asyncio.to_thread(nearest_options, foreign, model=model)
        return foreign_panel(foreign, nearest)

    async def _model(self, foreign: ForeignParameters) -> str | None:
        name = foreign.setting("Model")
        if not name:
            return None
        found = await self._catalogue.find(ModelKind.MODEL, name, _CATALOGUE_S)
        return found.api_name if isinstance(found, CatalogueEntry) else None


def _check_has_images(generation: Generation) -> None:
    """Say of a card that everybody sees and that shows no images yet, or ever, that it is so.

    Else whoever has not asked for it would read that it is unknown.
    """
    has_images = generation.status in {Status.READY, Status.DELIVERED}
    if not has_images and not generation.place.is_private:
        raise NotAllowed(_("There are no finished images of this."))


def _nothing(texts: PictureTexts) -> NotAllowed:
    if texts.has_comfy_graph:
        return NotAllowed(
            _("This picture holds a ComfyUI workflow, which I cannot turn into settings.")
        )
    if texts.trouble is Trouble.TOO_LONG:
        return NotAllowed(_("The text in this picture is longer than I read (64 kB)."))
    if texts.trouble is Trouble.DAMAGED:
        return NotAllowed(_("This picture is damaged, so I cannot read what stands in it."))
    return NotAllowed(
        _(
            "Nothing in this picture says how it was made. Many sites and apps remove that "
            "when they send a picture on."
        )
    )
