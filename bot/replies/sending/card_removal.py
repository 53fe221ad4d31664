"""Taking a deleted generation's cards away, by whatever road Discord still leaves."""

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation, Rung
from bot.replies.parts.cards import deleted_card
from bot.texts import in_language

logger = structlog.stdlib.get_logger(__name__)

_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)
_POSTED_ANEW = frozenset({Rung.CHANNEL, Rung.DM})


class CardRemoval:
    """Removes messages of the bot's own; one that Discord does not let go is emptied."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def remove(self, generation: Generation, *, channel_id: int, card_id: int) -> bool:
        """Remove the first card, and the one that was pressed; False if one may still stand.

        Args:
            generation: As it was before it was deleted, with its token.
            channel_id: Where the press came from.
            card_id: The message there that the deletion began at, 0 for none.
        """
        place = generation.place
        is_gone = True
        if place.is_private:
            is_gone = await self._by_token(generation)
        elif place.message_id is not None:
            is_gone = await self._take_away(generation, place.channel_id, place.message_id)
            is_gone = is_gone or await self._by_token(generation)
        elif not card_id:  # a crash came before its id was noted
            is_gone = await self._by_token(generation)
        if card_id and card_id != place.message_id:
            return await self._other_card(generation, channel_id, card_id) and is_gone
        # Nobody has noted which message the images went to when the first could not be edited.
        return is_gone and generation.rung not in _POSTED_ANEW

    async def _take_away(self, generation: Generation, channel_id: int, message_id: int) -> bool:
        channel = self._client.get_partial_messageable(channel_id)
        message = channel.get_partial_message(message_id)
        try:
            await message.delete()
        except discord.NotFound:
            return True  # a person was quicker
        except _FAULTS as error:
            _note(message_id, error)
        else:
            return True
        try:
            # A moderator may delete it, but its readers are those of whoever asked for it.
            with in_language(generation.place.locale):
                card = deleted_card()
            await message.edit(view=card, attachments=[])
        except _FAULTS as error:
            _note(message_id, error)
            return False
        return True

    async def _by_token(self, generation: Generation) -> bool:
        place = generation.place
        if place.token is None:
            return False
        webhook = discord.Webhook.partial(place.application_id, place.token, client=self._client)
        try:
            await webhook.delete_message("@original")  # type: ignore[arg-type]  # no int, but taken
        except _FAULTS as error:
            _note(generation.id, error)
            return False
        return True

    async def _other_card(self, generation: Generation, channel_id: int, card_id: int) -> bool:
        # The id comes back from a custom_id: only what shows this generation is taken away.
        channel = self._client.get_partial_messageable(channel_id)
        try:
            message = await channel.fetch_message(card_id)
        except discord.NotFound:
            return True
        except _FAULTS as error:
            _note(card_id, error)
            return False
        return not _shows(message, generation) or await self._take_away(
            generation, channel_id, card_id
        )


def _shows(message: discord.Message, generation: Generation) -> bool:
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    wanted = f"easel:more:{generation.id}"
    return any(getattr(item, "custom_id", None) == wanted for item in view.walk_children())


def _note(message_id: int, error: BaseException) -> None:
    code = getattr(error, "code", None)
    logger.info("card not removed", message=message_id, fault=type(error).__name__, code=code)
