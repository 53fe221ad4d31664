"""Deleting all that is a member's: what waits is cancelled, the rest is done step by step.

Who asked sees how far it has come; a sweep goes on with what is left, also after a restart.
"""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog

from bot.errors import StorageUnavailable
from bot.store.erasures import Erasure, Erasures
from bot.store.member_settings import MemberSettingsStore
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_STEPS = 20  # a minute, of all wishes together
_WISHES = 20  # looked at in a minute

Cancel = Callable[[int], Awaitable[object]]


class Erasing:
    """Carries wishes out; *cancel* takes back a generation that has not ended."""

    name = "erasures"

    def __init__(
        self, erasures: Erasures, settings: MemberSettingsStore, cancel: Cancel, time: Time
    ) -> None:
        self._erasures = erasures
        self._settings = settings
        self._cancel = cancel
        self._time = time
        self._after = -1

    async def wish(self, member_id: int) -> Erasure | None:
        """Return the member's wish while it is not fulfilled.

        Raises:
            StorageUnavailable: The database does not answer.
        """
        return await self._erasures.get(member_id)

    async def ask(self, member_id: int) -> Erasure:
        """Note the wish; from then on it is carried out, whatever happens.

        Raises:
            StorageUnavailable: It could not be noted, so nothing is deleted.
        """
        wish = await self._erasures.ask(member_id, self._time.now())
        logger.info("erasure asked for", member=member_id)
        return wish

    async def carry_out(self, member_id: int, for_s: float) -> AsyncIterator[Erasure]:
        """Do as much as can be done in *for_s* seconds, and yield how far it is after each step.

        Raises:
            StorageUnavailable: Disk or database do not take it; the sweep tries again.
        """
        await self._cancel_all(member_id)
        ends_at_s = self._time.monotonic() + for_s
        has_more = True
        while has_more and self._time.monotonic() < ends_at_s:
            has_more = await self._step(member_id)
            wish = await self._erasures.get(member_id)
            if wish is None:
                return
            yield wish

    async def step(self) -> None:
        """Do what one minute allows of all wishes; what fails is logged, and done again later."""
        try:
            await self._sweep()
        except StorageUnavailable as error:
            logger.warning("erasures put off", fault=repr(error.__cause__ or error))

    async def _sweep(self) -> None:
        members = await self._erasures.next(self._after, _WISHES)
        self._after = members[-1] if len(members) == _WISHES else -1
        for member_id in members:
            await self._cancel_all(member_id)
        waiting = deque(members)
        for _turn in range(_STEPS):
            if not waiting:
                return
            member_id = waiting.popleft()
            if await self._step(member_id):
                waiting.append(member_id)  # who has made little does not wait for who made much

    async def _step(self, member_id: int) -> bool:
        has_more = await self._erasures.step(member_id, self._time.now())
        if not has_more:
            self._settings.forget(member_id)
            if await self._erasures.get(member_id) is None:
                logger.info("all of a member deleted", member=member_id)
        return has_more

    async def _cancel_all(self, member_id: int) -> None:
        wish = await self._erasures.get(member_id)
        for generation_id in await self._erasures.open(member_id):
            if wish is not None and generation_id <= wish.up_to_id:
                await self._cancel(generation_id)
