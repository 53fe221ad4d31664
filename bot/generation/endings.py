"""The ends that bring no images, or none that can be shown: units settled, and the owner told."""

from datetime import datetime

import structlog

from bot.domain.generation import FINAL, Generation, Rung, Status
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Rule
from bot.errors import PromptRefused, UserError
from bot.generation.announcer import Announcer
from bot.generation.fault_words import fault_words
from bot.generation.first_answer import with_card
from bot.generation.poller import Poller
from bot.generation.queue import Turns
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.store.reviews import Reviews
from bot.texts import gettext as _
from bot.texts import use_language
from bot.timing import Time

_WITH_MODERATORS = frozenset({Status.IN_REVIEW, Status.HELD})
_ENDED_BY_OTHERS = frozenset({Status.CANCELLED, Status.REJECTED})  # while it was submitted
_WITHOUT_IMAGES = frozenset({Status.FAILED, Status.CANCELLED, Status.REJECTED})

logger = structlog.stdlib.get_logger(__name__)


class Endings:
    """Ends generations. An end counts as told once its card was shown; until then it is due."""

    def __init__(
        self,
        *,
        generations: Generations,
        leases: Leases,
        turns: Turns,
        poller: Poller,
        announcer: Announcer,
        reviews: Reviews,
        time: Time,
    ) -> None:
        self._reviews = reviews
        self._generations = generations
        self._leases = leases
        self._turns = turns
        self._poller = poller
        self._announcer = announcer
        self._time = time
        self._telling: set[int] = set()
        self._shown: dict[int, Rung] = {}  # told, and not yet in the database

    def is_telling(self, generation_id: int) -> bool:
        """Whether the owner of that generation is being told of its end."""
        return generation_id in self._telling

    async def fail(self, generation: Generation, error: UserError, *, expected: Status) -> None:
        """End a generation without images, give its units back and tell its owner why.

        Raises:
            StorageUnavailable: That could not be written.
            DiscordUnreachable: It has ended, but its owner cannot be told now.
        """
        if expected is not Status.QUEUED:  # by now it may be running, with its slot and its watch
            self._turns.release(generation)
            self._poller.forget(generation.id)
        now = self._time.now()
        entry = _refusal(generation, now) if isinstance(error, PromptRefused) else None
        is_ours = await self._generations.failed(generation.id, str(error), now, {expected}, entry)
        if is_ours or expected is not Status.QUEUED:
            self._turns.release(generation)
        if is_ours:
            self._turns.forget(generation.id)
            reason = fault_words(error, generation.request)
            logger.warning("failed", generation=generation.id, reason=reason)
            await self.tell(generation)
        elif expected is Status.SUBMITTING:
            await self.cancelled_meanwhile(generation, is_taken=False)

    async def cancelled_meanwhile(self, generation: Generation, *, is_taken: bool) -> None:
        """Tell of what was cancelled during its submit, now that it is known what came of that.

        Its units go back unless the service has taken it; so of what a block has ended. What goes
        on is left alone.

        Raises:
            StorageUnavailable: That could not be written.
            DiscordUnreachable: Its owner cannot be told now.
        """
        if not is_taken:
            await self._generations.never_taken(generation.id, self._time.now())
        newest = await self._generations.get(generation.id)
        if newest is not None and newest.status in _ENDED_BY_OTHERS:
            await self.tell(newest)

    async def tell(self, generation: Generation) -> None:
        """Tell the owner how a generation ended without images, unless that was done.

        Returns at once if somebody here is telling it already; it may take minutes.

        Raises:
            StorageUnavailable: It could not be read, or that it was told not be written.
            DiscordUnreachable: Not now; to be called again later.
        """
        if self._poller.is_watching(generation.id):  # the service works on what was cancelled
            self._poller.await_no_more(generation.id)
        else:
            self._turns.release(generation)
        if self.is_telling(generation.id):
            return
        self._telling.add(generation.id)
        try:
            await self._tell(generation)
        finally:
            self._telling.discard(generation.id)

    async def _tell(self, generation: Generation) -> None:
        ended = await with_card(self._generations, self._time, generation)
        if ended.rung is not None or ended.status not in _WITHOUT_IMAGES:
            self._shown.pop(ended.id, None)
            return
        rung = self._shown.get(ended.id)
        if rung is None:
            rung = self._shown[ended.id] = await self._show(ended)
        # If it cannot be written, the next try writes it only: nobody reads the same twice.
        await self._leases.told(ended.id, rung)
        self._shown.pop(ended.id, None)
        logger.info("told", generation=ended.id, status=ended.status, rung=rung)

    async def _show(self, ended: Generation) -> Rung:
        if ended.status is Status.FAILED:
            return await self._announcer.failed(ended, ended.reason or "")
        units_back = await self._leases.units_back(ended)
        if ended.status is Status.CANCELLED:
            return await self._announcer.cancelled(ended, units_back)
        review = await self._reviews.of_generation(ended.id)
        return await self._announcer.rejected(ended, review, units_back)

    async def give_up(self, generation: Generation, fault: Exception, *, is_cleared: bool) -> None:
        """End a generation that a fault of ours stopped too often.

        Images that exist, and that may be seen, are kept for their owner, and count; else the
        units go back. What waits for a moderator goes on waiting: nothing of ours works on it.

        Raises:
            StorageUnavailable: That could not be written.
        """
        use_language(generation.place.locale)
        if generation.status in _WITH_MODERATORS:
            return
        if generation.status is Status.READY and is_cleared:
            await self._keep(generation)
        elif generation.status not in FINAL:
            error = fault if isinstance(fault, UserError) else _our_fault()
            await self.fail(generation, error, expected=generation.status)
        elif generation.rung is None:
            # Its card cannot be shown, so nobody is to try for ever.
            await self._leases.told(generation.id, self._shown.get(generation.id, Rung.KEPT))
            self._shown.pop(generation.id, None)
            logger.warning("not told", generation=generation.id, status=generation.status)

    async def _keep(self, generation: Generation) -> None:
        self._turns.release(generation)
        now = self._time.now()
        if await self._generations.delivered(generation.id, Rung.KEPT, now):
            logger.warning("delivered", generation=generation.id, rung=Rung.KEPT)
            await self._announcer.kept(generation)


def _our_fault() -> UserError:
    return UserError(_("Something went wrong on my side. Please try again."))


def unreadable() -> UserError:
    """Return why a damaged request is not made."""
    return UserError(
        _(
            "I can read only a part of what you asked for, so I did not hand it to the image "
            "service. Please ask again."
        )
    )


def _refusal(generation: Generation, now: datetime) -> LogEntry:
    """Return the log's entry of what the image service refuses by rules of its own."""
    return LogEntry(
        server_id=generation.place.server_id,
        at=now,
        action=Action.REFUSED,
        member_id=generation.place.member_id,
        channel_id=generation.place.channel_id,
        generation_id=generation.id,
        rule=Rule.PROVIDER,
        where="prompt",
        text=generation.request.prompt,
    )
