"""The live reply: keeps only the newest progress of each generation, and edits its card with it."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import structlog

from bot.domain.generation import Generation, Rung
from bot.domain.moderation.reviews import Review
from bot.generation.announcer import Load, Progress
from bot.replies.parts.cards import progress_card
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.roads import Roads
from bot.replies.sending.uploads import Upload
from bot.texts import in_language

logger = structlog.stdlib.get_logger(__name__)

_SUFFIXES = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"RIFF", "webp"))
_LONGEST_NAP_S = 60.0
_MOST_ENDED = 4_096  # remembered against a late look at a task that was cancelled


@dataclass(slots=True)
class _CardState:
    """One card while its generation lives; whoever holds it after the end sees that it ended."""

    editing: asyncio.Lock = field(default_factory=asyncio.Lock)
    shown: Progress | None = None
    is_ended: bool = False
    is_missing: bool = False  # Discord did not take it, so that there is nothing to edit


class LiveReply:
    """Implements ``generation.Announcer`` for Discord.

    ``run`` is the background loop; tests call ``step`` by hand. The last answer of a generation
    waits for an edit of the same card that is on its way, so that it is never overwritten.
    """

    def __init__(self, roads: Roads, delivery: Delivery, queue: EditQueue) -> None:
        self._roads = roads
        self._delivery = delivery
        self._queue = queue
        self._newest: dict[int, tuple[Generation, Progress]] = {}
        self._cards: dict[int, _CardState] = {}
        self._ended: OrderedDict[int, None] = OrderedDict()
        self._changed = asyncio.Event()

    def shows(self, generation_id: int, progress: Progress) -> None:
        """Note what the first answer shows already, so that it is not edited to the same."""
        self._card(generation_id).shown = progress

    def has_no_card(self, generation_id: int) -> None:
        """Show no progress: the first answer came too late, and only the end takes other roads."""
        self._card(generation_id).is_missing = True

    def progress(self, generation: Generation, progress: Progress) -> None:
        """Keep the newest state; it is shown when the budget allows."""
        if generation.id in self._ended:
            return
        if not self._roads.has_token(generation) and not _waited(generation, progress):
            return  # progress is a courtesy of the token; the end takes any road
        card = self._card(generation.id)
        if card.is_ended or card.is_missing or card.shown == progress:
            return
        self._newest[generation.id] = (generation, progress)
        if not card.editing.locked():  # else it waits for its turn after that edit
            self._wait_for_turn(generation)

    async def deliver(self, generation: Generation, load: Load) -> Rung:
        """Show the finished images and return by which road they went."""
        async with self._last_word(generation.id):
            return await self._delivery.deliver(generation, load)

    async def failed(self, generation: Generation, text: str) -> Rung:
        """Show why there are no images and that the units are back."""
        async with self._last_word(generation.id):
            return await self._delivery.failed(generation, text)

    async def cancelled(self, generation: Generation, units_back: int) -> Rung:
        """Show that it was cancelled, and how many units are back."""
        async with self._last_word(generation.id):
            return await self._delivery.cancelled(generation, units_back)

    async def rejected(
        self, generation: Generation, review: Review | None, units_back: int
    ) -> Rung:
        """Show that it was not let pass, and why."""
        async with self._last_word(generation.id):
            return await self._delivery.rejected(generation, review, units_back)

    async def kept(self, generation: Generation) -> None:
        """Say that the images exist, and where they are."""
        async with self._last_word(generation.id):
            await self._delivery.kept(generation)

    async def run(self) -> None:
        """Show what changes, until cancelled."""
        async with asyncio.TaskGroup() as edits:
            while True:
                for due in self._take_due():
                    edits.create_task(self._outlive(*due))
                self._changed.clear()
                wait_s = self._queue.wait_s()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LONGEST_NAP_S if wait_s is None else wait_s):
                        await self._changed.wait()

    async def step(self) -> None:
        """Show at once all that is due now."""
        for due in self._take_due():
            await self._show(*due)

    def _take_due(self) -> list[tuple[_CardState, Generation, Progress]]:
        return [
            (self._card(generation_id), *self._newest.pop(generation_id))
            for generation_id in self._queue.take()
        ]

    async def _outlive(self, state: _CardState, generation: Generation, progress: Progress) -> None:
        try:
            await self._show(state, generation, progress)
        except Exception:
            # One card's trouble must not stop the others; its last word goes another way.
            logger.exception("progress not shown", generation=generation.id)

    async def _show(self, state: _CardState, generation: Generation, progress: Progress) -> None:
        try:
            async with state.editing:
                if not state.is_ended:
                    await self._edit(state, generation, progress)
        finally:
            if generation.id in self._newest:  # it came while the edit was on its way
                self._wait_for_turn(generation)

    async def _edit(self, state: _CardState, generation: Generation, progress: Progress) -> None:
        made = _preview(generation, progress)
        with in_language(generation.place.locale):
            card = progress_card(generation, progress, preview_name=made[0].name if made else None)
        state.shown = progress
        if self._roads.has_token(generation):
            await self._roads.take(Rung.TOKEN, generation, card, made)
        elif _waited(generation, progress):
            # A moderator may take a day: the card must not say that it runs while it waits, nor
            # that it waits when it runs.
            await self._roads.take(Rung.EDIT, generation, card, made)

    def _wait_for_turn(self, generation: Generation) -> None:
        self._queue.put(generation.place.channel_id, generation.id)
        self._changed.set()

    @asynccontextmanager
    async def _last_word(self, generation_id: int) -> AsyncIterator[None]:
        state = self._card(generation_id)
        state.is_ended = True  # for good: an edit may wait for the lock until after this
        self._newest.pop(generation_id, None)
        self._queue.drop(generation_id)
        self._ended[generation_id] = None
        if len(self._ended) > _MOST_ENDED:
            self._ended.popitem(last=False)
        try:
            async with state.editing:
                yield
        finally:
            self._cards.pop(generation_id, None)
            self._queue.forget(generation_id)

    def _card(self, generation_id: int) -> _CardState:
        return self._cards.setdefault(generation_id, _CardState())


def _preview(generation: Generation, progress: Progress) -> tuple[Upload, ...]:
    if progress.preview is None:
        return ()
    data = progress.preview
    suffix = next((s for start, s in _SUFFIXES if data.startswith(start)), "png")
    return (Upload(name=f"preview-{generation.id}.{suffix}", data=data),)


def _waited(generation: Generation, progress: Progress) -> bool:
    """Tell whether its card says, or has said, that it waits for a moderator, and can be edited."""
    has_waited = progress.review_until is not None or generation.ruling is not None
    return has_waited and not generation.place.is_private
