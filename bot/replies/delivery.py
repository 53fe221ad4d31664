"""Final answers, which are never skipped: images or a reason, by the first road that is open."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.domain.generation import Generation, Rung
from bot.errors import DiscordUnreachable
from bot.generation.announcer import ImageFile
from bot.replies.cards import Card, cancelled_card, failed_card, finished_card, kept_card
from bot.replies.roads import Outcome, Roads, rungs
from bot.replies.uploads import Upload, size_notes, uploads
from bot.timing import Time

# Together about four minutes; the work takes it up again after that.
_PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0)

logger = structlog.stdlib.get_logger(__name__)


class Delivery:
    """Climbs the ladder: token, edit, channel, direct message, kept.

    At most *uploads_at_once* deliveries hold their bytes in memory. While Discord itself does not
    answer, the ladder is climbed again with growing pauses: every call on it may be repeated,
    for an edit replaces what it finds and a post carries an enforced nonce.
    """

    def __init__(self, roads: Roads, time: Time, uploads_at_once: int = 4) -> None:
        self._roads = roads
        self._time = time
        self._room = asyncio.Semaphore(uploads_at_once)

    async def deliver(self, generation: Generation, images: Sequence[ImageFile]) -> Rung:
        """Show the finished images; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes; nothing is lost.
        """
        async with self._room:
            made = await uploads(
                generation, images[:10], generation.place.attachment_size_limit_bytes
            )
            pairs = [(upload.stored, upload.name) for upload in made if upload.stored is not None]
            return await self._climb(
                generation, finished_card(generation, pairs, size_notes(made)), made
            )

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._climb(generation, failed_card(generation, text), ())

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        """Show that it was cancelled; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._climb(generation, cancelled_card(generation, units_back), ())

    async def kept(self, generation: Generation) -> Rung:
        """Show that the images are kept; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._climb(generation, kept_card(generation), ())

    async def _climb(self, generation: Generation, card: Card, made: Sequence[Upload]) -> Rung:
        for pause_s in _PAUSES_S:
            rung = await self._climb_once(generation, card, made)
            if rung is not None:
                logger.info("answered", generation=generation.id, rung=rung)
                return rung
            await self._time.sleep(pause_s)
        raise DiscordUnreachable(f"generation {generation.id} could not be shown")

    async def _climb_once(
        self, generation: Generation, card: Card, made: Sequence[Upload]
    ) -> Rung | None:
        """Return the rung that worked, or None if Discord did not answer."""
        was_deleted = False
        for rung in rungs(generation, token_lives=self._roads.has_token(generation)):
            if was_deleted and rung in {Rung.EDIT, Rung.CHANNEL}:
                continue
            outcome = await self._roads.take(rung, generation, card, made)
            if outcome is Outcome.DONE:
                return rung
            if outcome is Outcome.UNREACHABLE:
                return None
            was_deleted = was_deleted or outcome is Outcome.DELETED
        return Rung.KEPT
