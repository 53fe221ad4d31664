"""One card in the moderators' channel: posted, edited, or posted anew where it was deleted."""

from enum import Enum

import aiohttp
import discord
import structlog

from bot.domain.generation import Generation
from bot.domain.moderation.reviews import Review, ReviewStatus
from bot.replies.moderation.review_card import review_card
from bot.replies.moderation.review_pictures import ReviewPictures
from bot.replies.parts.cards import Card
from bot.replies.sending.roads import card_url
from bot.replies.sending.uploads import Upload
from bot.store.generations import Generations
from bot.texts import in_language

logger = structlog.stdlib.get_logger(__name__)

_NOBODY = discord.AllowedMentions.none()
_TOO_MANY, _SERVER_ERROR = 429, 500
_DISTINCT = 10**8  # of a message's id: a nonce has 25 characters at most


class Posted(Enum):
    """What came of one try, if no card stands."""

    GONE = "gone"  # it was deleted, or cannot be edited any more
    UNREACHABLE = "unreachable"  # nothing can be posted there now


class ReviewPosting:
    """Draws and sends; what it was that stood before is told by the row alone."""

    def __init__(
        self, client: discord.Client, generations: Generations, pictures: ReviewPictures
    ) -> None:
        self._client = client
        self._generations = generations
        self._pictures = pictures

    async def show(
        self, review: Review, generation: Generation, channel_id: int
    ) -> tuple[int, int] | Posted:
        """Bring the card up to date; return its channel and message.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        if review.message_id is None or review.channel_id is None:
            return await self._post(review, generation, channel_id)
        done = await self._edit(review, generation, review.channel_id, review.message_id)
        if done is Posted.GONE and review.status in {ReviewStatus.OPEN, ReviewStatus.REFUSED}:
            return await self._post(review, generation, channel_id)
        return done

    async def card(self, review: Review, generation: Generation, names: list[str]) -> Card:
        """Draw the card, in the server's language.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        parent = None
        if generation.parent_id is not None:
            parent = await self._generations.get(generation.parent_id)
        guild = self._client.get_guild(review.server_id)
        with in_language(str(guild.preferred_locale) if guild is not None else "en-US"):
            return review_card(
                review,
                generation,
                url=card_url(generation),
                parent_url=card_url(parent) if parent is not None else None,
                names=names,
            )

    async def _post(
        self, review: Review, generation: Generation, channel_id: int
    ) -> tuple[int, int] | Posted:
        uploads = await self._pictures.of(review, generation)
        card = await self.card(review, generation, _names(uploads))
        channel = self._client.get_partial_messageable(channel_id)
        # Enforced, so that a crash between this call and its row does not post twice.
        nonce = f"r{review.id}-{(review.message_id or 0) % _DISTINCT}"
        try:
            message = await channel.send(
                view=card,
                files=[upload.file() for upload in uploads],
                nonce=nonce,
                allowed_mentions=_NOBODY,
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            _note(review, error)
            return Posted.UNREACHABLE
        return channel_id, message.id

    async def _edit(
        self, review: Review, generation: Generation, channel_id: int, message_id: int
    ) -> tuple[int, int] | Posted:
        uploads = await self._pictures.of(review, generation)
        card = await self.card(review, generation, _names(uploads))
        message = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            await message.edit(
                view=card,
                attachments=[upload.file() for upload in uploads],
                allowed_mentions=_NOBODY,
            )
        except discord.HTTPException as error:
            _note(review, error)
            is_passing = error.status >= _SERVER_ERROR or (
                error.status == _TOO_MANY and not error.code
            )
            return Posted.UNREACHABLE if is_passing else Posted.GONE
        except (aiohttp.ClientError, OSError) as error:
            _note(review, error)
            return Posted.UNREACHABLE
        return channel_id, message_id


def _names(uploads: tuple[Upload, ...]) -> list[str]:
    return [upload.name for upload in uploads]


def _note(review: Review, error: BaseException) -> None:
    code = getattr(error, "code", None)
    logger.info("review not shown", review=review.id, fault=type(error).__name__, code=code)
