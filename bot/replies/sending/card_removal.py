"""Taking a deleted generation's messages away, by whatever road Discord still leaves.

Those that are noted and could not be taken away at once are tried again by a sweep.
"""

from datetime import timedelta
from enum import Enum

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation, Rung
from bot.errors import StorageUnavailable
from bot.replies.parts.cards import deleted_card
from bot.store.posted_messages import PostedMessages
from bot.texts import in_language
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_FAULTS = (discord.HTTPException, aiohttp.ClientError, OSError)
_POSTED_ANEW = frozenset({Rung.CHANNEL, Rung.DM})
_TOO_MANY, _SERVER_ERROR = 429, 500
_AT_ONCE = 20  # a minute: Discord lets go of old messages slowly
_AGAIN_AFTER = timedelta(minutes=10)


class _End(Enum):
    GONE = "gone"
    CLOSED = "closed"  # Discord does not let it go, and will not later
    UNREACHABLE = "unreachable"


class CardRemoval:
    """Removes messages of the bot's own; one that Discord does not let go is emptied."""

    name = "copies"

    def __init__(self, client: discord.Client, posted: PostedMessages, time: Time) -> None:
        self._client = client
        self._posted = posted
        self._time = time

    async def remove(
        self, generation: Generation, *, channel_id: int = 0, card_id: int = 0
    ) -> bool:
        """Remove every message that shows it; False if one may still stand.

        Args:
            generation: As it was before it was deleted, with its token.
            channel_id: Where the press came from.
            card_id: The message there that the deletion began at, 0 for none.
        """
        place = generation.place
        copies = await self._posted.of(generation.id)
        is_gone = await self._first_card(generation, card_id)
        for copy in copies:
            if copy.message_id != place.message_id:
                end = await self._take_away(place.locale, copy.channel_id, copy.message_id)
                is_gone &= await self._settled(copy.message_id, end)
        known = {place.message_id, *(copy.message_id for copy in copies)}
        if card_id and card_id not in known:
            return await self._other_card(generation, channel_id, card_id) and is_gone
        # Of earlier versions nobody knows to which message such images went.
        is_lost = generation.rung in _POSTED_ANEW and not known - {place.message_id}
        return is_gone and not is_lost

    async def step(self) -> None:
        """Take away, as a sweep, what is still to go; what fails is tried again later."""
        try:
            for copy in await self._posted.going(self._time.now(), _AT_ONCE):
                end = await self._take_away("en-US", copy.channel_id, copy.message_id)
                await self._settled(copy.message_id, end)
        except StorageUnavailable as error:
            logger.warning("copies not removed", fault=repr(error.__cause__ or error))

    async def _first_card(self, generation: Generation, card_id: int) -> bool:
        place = generation.place
        if place.is_private:
            return await self._by_token(generation)
        if place.message_id is not None:
            end = await self._take_away(place.locale, place.channel_id, place.message_id)
            if end is not _End.GONE and await self._by_token(generation):
                end = _End.GONE
            return await self._settled(place.message_id, end)
        if not card_id:  # a crash came before its id was noted
            return await self._by_token(generation)
        return True

    async def _settled(self, message_id: int, end: _End) -> bool:
        if end is _End.UNREACHABLE:
            await self._posted.put_off([message_id], self._time.now() + _AGAIN_AFTER)
        else:
            await self._posted.forget([message_id])
        return end is _End.GONE

    async def _take_away(self, locale: str, channel_id: int, message_id: int) -> _End:
        channel = self._client.get_partial_messageable(channel_id)
        message = channel.get_partial_message(message_id)
        try:
            await message.delete()
        except discord.NotFound:
            return _End.GONE  # a person was quicker
        except _FAULTS as error:
            _note(message_id, error)
        else:
            return _End.GONE
        try:
            # A moderator may delete it, but its readers are those of whoever asked for it.
            with in_language(locale):
                card = deleted_card()
            await message.edit(view=card, attachments=[])
        except _FAULTS as error:
            _note(message_id, error)
            return _End.UNREACHABLE if _may_pass(error) else _End.CLOSED
        return _End.GONE

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
        if not _shows(message, generation):
            return True
        return await self._take_away(generation.place.locale, channel_id, card_id) is _End.GONE


def _shows(message: discord.Message, generation: Generation) -> bool:
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    wanted = f"easel:more:{generation.id}"
    return any(getattr(item, "custom_id", None) == wanted for item in view.walk_children())


def _may_pass(error: BaseException) -> bool:
    status = getattr(error, "status", _SERVER_ERROR)
    return status >= _SERVER_ERROR or status == _TOO_MANY


def _note(message_id: int, error: BaseException) -> None:
    code = getattr(error, "code", None)
    logger.info("card not removed", message=message_id, fault=type(error).__name__, code=code)
