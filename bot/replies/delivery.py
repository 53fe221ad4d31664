"""Final answers, which are never skipped: images or a reason, by the first road that is open."""

import asyncio
import logging
from collections.abc import Sequence

from bot.domain.generation import Generation, Rung
from bot.generation.announcer import ImageFile
from bot.replies.cards import Card, failed_card, finished_card
from bot.replies.roads import Outcome, Roads, rungs
from bot.replies.uploads import Upload, size_notes, uploads

logger = logging.getLogger(__name__)


class Delivery:
    """Climbs the ladder: token, edit, channel, direct message, kept.

    At most *uploads_at_once* deliveries hold their bytes in memory.
    """

    def __init__(self, roads: Roads, uploads_at_once: int = 4) -> None:
        self._roads = roads
        self._room = asyncio.Semaphore(uploads_at_once)

    async def deliver(self, generation: Generation, images: Sequence[ImageFile]) -> Rung:
        """Show the finished images; return the rung that worked."""
        async with self._room:
            made = await uploads(
                generation, images[:10], generation.place.attachment_size_limit_bytes
            )
            pairs = [(upload.stored, upload.name) for upload in made if upload.stored is not None]
            return await self._climb(
                generation, finished_card(generation, pairs, size_notes(made)), made
            )

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images; return the rung that worked."""
        return await self._climb(generation, failed_card(generation, text), ())

    async def _climb(self, generation: Generation, card: Card, made: Sequence[Upload]) -> Rung:
        was_deleted = False
        for rung in rungs(generation, token_lives=self._roads.has_token(generation)):
            if was_deleted and rung in {Rung.EDIT, Rung.CHANNEL}:
                continue
            outcome = await self._roads.take(rung, generation, card, made)
            if outcome is Outcome.DONE:
                logger.info("generation %d: answered by %s", generation.id, rung)
                return rung
            was_deleted = was_deleted or outcome is Outcome.DELETED
        return Rung.KEPT
