"""The live reply: keeps only the newest progress of each generation, and edits its card with it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import structlog

from bot.domain.generation import Generation, Rung
from bot.generation.announcer import ImageFile, Progress
from bot.replies.cards import progress_card
from bot.replies.delivery import Delivery
from bot.replies.edit_budget import EditBudget
from bot.replies.roads import Roads
from bot.replies.uploads import Upload

logger = structlog.stdlib.get_logger(__name__)

_SUFFIXES = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"RIFF", "webp"))
_LONGEST_NAP_S = 60.0


@dataclass(slots=True)
class _CardState:
    """One card while its generation lives; whoever holds it after the end sees that it ended."""

    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    shown: Progress | None = None
    is_ended: bool = False


class LiveReply:
    """Implements ``generation.Announcer`` for Discord.

    ``run`` is the background loop; tests call ``step`` by hand. The last answer of a generation
    waits for an edit of the same card that is on its way, so that it is never overwritten.
    """

    def __init__(self, roads: Roads, delivery: Delivery, budget: EditBudget) -> None:
        self._roads = roads
        self._delivery = delivery
        self._budget = budget
        self._newest: dict[int, tuple[Generation, Progress]] = {}
        self._cards: dict[int, _CardState] = {}
        self._changed = asyncio.Event()

    def shows(self, generation_id: int, progress: Progress) -> None:
        """Note what the first answer shows already, so that it is not edited to the same."""
        self._card(generation_id).shown = progress

    def progress(self, generation: Generation, progress: Progress) -> None:
        """Keep the newest state; it is shown when the budget allows."""
        card = self._card(generation.id)
        if card.is_ended or card.shown == progress:
            return
        self._newest[generation.id] = (generation, progress)
        self._changed.set()

    async def deliver(self, generation: Generation, images: Sequence[ImageFile]) -> Rung:
        """Show the finished images and return by which road they went."""
        async with self._last_word(generation.id):
            return await self._delivery.deliver(generation, images)

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images and that the units are back."""
        async with self._last_word(generation.id):
            return await self._delivery.failed(generation, text)

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        """Show that it was cancelled, and how many units are back."""
        async with self._last_word(generation.id):
            return await self._delivery.cancelled(generation, units_back)

    async def run(self) -> None:
        """Show what changes, until cancelled."""
        async with asyncio.TaskGroup() as edits:
            while True:
                for due in self._take_due():
                    edits.create_task(self._outlive(*due))
                waits_s = [self._wait_s(generation) for generation, _p in self._newest.values()]
                self._changed.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(waits_s, default=_LONGEST_NAP_S) + 0.01):
                        await self._changed.wait()

    async def step(self) -> None:
        """Show at once all that is due now."""
        for due in self._take_due():
            await self._show(*due)

    def _take_due(self) -> list[tuple[_CardState, Generation, Progress]]:
        due = []
        for generation, progress in list(self._newest.values()):
            if self._wait_s(generation) <= 0:
                self._budget.spend(generation.place.channel_id, generation.id)
                del self._newest[generation.id]
                due.append((self._card(generation.id), generation, progress))
        return due

    async def _outlive(self, state: _CardState, generation: Generation, progress: Progress) -> None:
        try:
            await self._show(state, generation, progress)
        except Exception:
            # One card's trouble must not stop the others; its last word goes another way.
            logger.exception("progress not shown", generation=generation.id)

    async def _show(self, state: _CardState, generation: Generation, progress: Progress) -> None:
        async with state.editing:
            if state.is_ended or not self._roads.has_token(generation):
                return  # progress is a courtesy of the token; the end takes any road
            made = _preview(generation, progress)
            card = progress_card(generation, progress, preview_name=made[0].name if made else None)
            state.shown = progress
            await self._roads.take(Rung.TOKEN, generation, card, made)

    @asynccontextmanager
    async def _last_word(self, generation_id: int) -> AsyncIterator[None]:
        state = self._card(generation_id)
        state.is_ended = True  # for good: an edit may wait for the lock until after this
        self._newest.pop(generation_id, None)
        try:
            async with state.editing:
                yield
        finally:
            self._cards.pop(generation_id, None)
            self._budget.forget(generation_id)

    def _card(self, generation_id: int) -> _CardState:
        return self._cards.setdefault(generation_id, _CardState())

    def _wait_s(self, generation: Generation) -> float:
        if self._card(generation.id).editing.locked():
            return 1.0  # an edit of this card is on its way
        return self._budget.wait_s(generation.place.channel_id, generation.id)


def _preview(generation: Generation, progress: Progress) -> tuple[Upload, ...]:
    if progress.preview is None:
        return ()
    data = progress.preview
    suffix = next((s for start, s in _SUFFIXES if data.startswith(start)), "png")
    return (Upload(name=f"preview-{generation.id}.{suffix}", data=data),)
