"""One climb of the ladder with one card: each road is tried once, and a closed one stays closed."""

from collections.abc import Awaitable, Callable

import discord

from bot.domain.generation import Generation, Rung
from bot.replies.parts.cards import Card
from bot.replies.sending.roads import Outcome, Roads, card_url, rungs
from bot.replies.sending.uploads import Packed
from bot.texts import gettext as _

_ELSEWHERE = frozenset({Rung.CHANNEL, Rung.DM})  # a new message, not the card itself
_SURE_LIMIT_BYTES = 10 * 1024 * 1024  # a bot's own messages take this much everywhere
_IN_CHANNEL = frozenset({Rung.EDIT, Rung.CHANNEL})


class Climb:
    """Remembers what it has found out, so that going on after an outage repeats nothing.

    Args of the constructor:
        roads: Where each attempt goes.
        generation: Whose card it is.
        card: Builds the card for what is attached.
        pack: Packs the images so that none is larger than so many bytes; None if there are none.
        limit_bytes: The most that a file may have, until a road says less.
    """

    def __init__(
        self,
        roads: Roads,
        generation: Generation,
        card: Callable[[Packed], Card],
        pack: Callable[[int], Awaitable[Packed]] | None = None,
        limit_bytes: int = 0,
    ) -> None:
        self._roads = roads
        self._generation = generation
        self._card = card
        self._pack = pack
        self._limit_bytes = limit_bytes
        self._packed = Packed()
        self._closed: set[Rung] = set()
        self._is_deleted = False
        self.was_too_large = False

    async def go_on(self) -> Rung | None:
        """Return the rung that worked, or None if Discord did not answer.

        What is attached is in memory only meanwhile.
        """
        try:
            if self._pack is not None:
                self._packed = await self._pack(self._limit_bytes)
            return await self._try_open()
        finally:
            self._packed = Packed()

    async def _try_open(self) -> Rung | None:
        for rung in self._open():
            if rung in self._closed:  # since the climb began
                continue
            outcome = await self._attempt(rung)
            if outcome is Outcome.DONE:
                return rung
            if outcome is Outcome.UNREACHABLE:
                return None
            self._closed.add(rung)
            if outcome is Outcome.DELETED:
                self._is_deleted = True
                self._closed |= _IN_CHANNEL  # who deleted it does not want it there again
        return Rung.KEPT

    def _open(self) -> list[Rung]:
        every = rungs(
            self._generation,
            token_lives=self._roads.has_token(self._generation),
            has_channel=self._roads.has_channel(self._generation),
        )
        return [rung for rung in every if rung not in self._closed]

    async def _attempt(self, rung: Rung) -> Outcome:
        outcome = await self._take(rung)
        if outcome is Outcome.TOO_LARGE and self._pack is not None:
            self.was_too_large = True
            limit_bytes = min(_SURE_LIMIT_BYTES, self._packed.largest_bytes // 2)
            smaller = await self._pack(limit_bytes)
            if smaller.uploads:  # a card without its images is not what is asked for
                self._packed, self._limit_bytes = smaller, limit_bytes
                outcome = await self._take(rung)
        return outcome

    async def _take(self, rung: Rung) -> Outcome:
        card = self._card(self._packed)
        url = card_url(self._generation)
        if rung in _ELSEWHERE and url is not None and not self._is_deleted:
            note = _("The answer to your earlier request: {url}").format(url=url)
            card.container.add_item(discord.ui.TextDisplay(f"-# {note}"))
        return await self._roads.take(rung, self._generation, card, self._packed.uploads)
