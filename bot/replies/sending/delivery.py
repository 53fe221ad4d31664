"""Final answers, which are never skipped: images or a reason, by the first road that is open."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

import structlog

from bot.domain.generation import DM_SERVER_ID, Generation, Rung
from bot.domain.moderation.reviews import Review
from bot.errors import DiscordUnreachable
from bot.generation.announcer import Load
from bot.replies.parts.cards import Card, cancelled_card, failed_card, finished_card, kept_card
from bot.replies.parts.rejected_card import rejected_card
from bot.replies.sending.climb import Climb
from bot.replies.sending.roads import Roads
from bot.replies.sending.uploads import Packed, Packer
from bot.texts import in_language
from bot.timing import Time

# Together about four minutes; the work takes it up again after that.
_PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0)
_Room = AbstractAsyncContextManager[None]

logger = structlog.stdlib.get_logger(__name__)


class Delivery:
    """Climbs the ladder: token, edit, channel, direct message, kept.

    The *packer* bounds how many deliveries hold their bytes in memory, and none does in a pause.
    While Discord itself does not answer, the climb goes on with growing pauses: every call on it
    may be repeated, for an edit replaces what it finds and a post carries an enforced nonce.
    """

    def __init__(self, roads: Roads, time: Time, packer: Packer) -> None:
        self._roads = roads
        self._time = time
        self._packer = packer

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        """Show the finished images; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes; nothing is lost.
        """

        def card(packed: Packed) -> Card:
            return finished_card(generation, packed.pairs, packed.notes, left_out=packed.left_out)

        async def pack(limit_bytes: int) -> Packed:
            return await self._packer.pack(generation, await load(), limit_bytes)

        place = generation.place
        climb = Climb(self._roads, generation, card, pack, place.attachment_size_limit_bytes)
        whose = place.channel_id if place.server_id == DM_SERVER_ID else place.server_id
        rung = await self._climb(generation, climb, lambda: self._packer.rooms.enter(whose))
        if rung is Rung.KEPT and climb.was_too_large:
            await self.kept(generation)
        return rung

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._show(generation, lambda: failed_card(generation, text))

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        """Show that it was cancelled; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._show(generation, lambda: cancelled_card(generation, units_back))

    async def rejected(
        self, generation: Generation, review: Review | None, units_back: int
    ) -> Rung:
        """Show that it was not let pass, and why; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._show(generation, lambda: rejected_card(generation, review, units_back))

    async def kept(self, generation: Generation) -> Rung:
        """Show that the images are kept; return the rung that worked.

        Raises:
            DiscordUnreachable: Discord did not answer for minutes.
        """
        return await self._show(generation, lambda: kept_card(generation))

    async def _show(self, generation: Generation, card: Callable[[], Card]) -> Rung:
        climb = Climb(self._roads, generation, lambda _packed: card())
        return await self._climb(generation, climb, nullcontext)

    async def _climb(self, generation: Generation, climb: Climb, room: Callable[[], _Room]) -> Rung:
        for pause_s in _PAUSES_S:
            # Another's press may lead here, but it is read by whoever asked for the images.
            with in_language(generation.place.locale):
                async with room():
                    rung = await climb.go_on()
            if rung is not None:
                logger.info("answered", generation=generation.id, rung=rung)
                return rung
            await self._time.sleep(pause_s)  # Discord did not answer
        raise DiscordUnreachable(f"generation {generation.id} could not be shown")
