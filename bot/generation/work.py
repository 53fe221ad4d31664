"""The long-lived owner of all that runs: it starts what is due and outlives every fault."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.domain.generation import Status
from bot.generation.called import Called
from bot.generation.chores import Chore, Sweep, periodic
from bot.generation.custody import INTERVAL_S, Custody
from bot.generation.door import Door
from bot.generation.endings import Endings
from bot.generation.errands import Errands
from bot.generation.moderation.clearance import Clearance
from bot.generation.overdue import Overdue
from bot.generation.poller import Poller
from bot.generation.positions import Positions
from bot.generation.queue import Turns
from bot.generation.recovery import Recovery
from bot.generation.retries import Retries
from bot.generation.runner import Runner
from bot.generation.rush import Rush
from bot.generation.waiting import until_set
from bot.store.generations import Generations
from bot.store.leases import Leases
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_AFTER_FAULT_S = 5.0
_SWEEP_INTERVAL_S = 60.0
_TOKEN_LIFE = timedelta(minutes=15)
_CLAIMS = "claims"
_CALLS = "calls"
_AT_THE_SERVICE = frozenset({Status.SUBMITTING, Status.RUNNING})
_RECOVERY = "recovery"


class Work:
    """Drives the generations, in one of two ways that share everything but who waits.

    ``run`` is for production: it owns every task that it starts. ``step`` and ``settle`` are for
    tests that must not have anything running behind their back; never both at once.
    """

    def __init__(  # noqa: PLR0913 - it drives all the parts
        self,
        *,
        generations: Generations,
        leases: Leases,
        turns: Turns,
        poller: Poller,
        runner: Runner,
        endings: Endings,
        clearance: Clearance,
        called: Called,
        recovery: Recovery,
        positions: Positions,
        overdue: Overdue,
        door: Door,
        rush: Rush,
        time: Time,
        chance: random.Random,
        owner: str,
        chores: Sequence[Chore] = (),
        sweeps: Sequence[Sweep] = (),
    ) -> None:
        self._generations = generations
        self._turns = turns
        self._poller = poller
        self._runner = runner
        self._endings = endings
        self._clearance = clearance
        self._recovery = recovery
        self._positions = positions
        self._overdue = overdue
        self._door = door
        self._rush = rush
        self._time = time
        self._retries = Retries(time, chance)
        self._errands = Errands(
            self._retries,
            is_watched=poller.is_watching,
            is_awaited=poller.is_awaited,
            on_fault=self._pause_claims,
        )
        self._custody = Custody(leases, time, owner=owner, is_open=self._is_known)
        self._called = called
        called.tell(self.wake)
        self._has_recovered = False
        self._next_start_s = 0.0
        self._chores = (
            Chore(name="places", delay_s=self._places_delay_s, do=positions.refresh),
            periodic("leases", INTERVAL_S, self._custody.step, time),
            periodic(overdue.name, _SWEEP_INTERVAL_S, overdue.step, time),
            periodic("tokens", _SWEEP_INTERVAL_S, self._erase_tokens, time),
            *chores,
            *(periodic(sweep.name, _SWEEP_INTERVAL_S, sweep.step, time) for sweep in sweeps),
        )

    def wake(self) -> None:
        """Say that something may have been queued; starts no task and returns at once."""
        self._turns.look_again()
        self._positions.moved()
        self._errands.moved.set()

    async def run(self) -> None:
        """Work until cancelled; what is then under way stays in the database for the next start."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._errands.moved.clear()
                self._begin(tasks)
                await until_set(self._errands.moved, self._time, self._delay_s(with_upkeep=True))

    async def step(self) -> float | None:
        """Do everything that is due now, wait for it, and leave nothing running.

        Returns:
            Seconds until the next thing is due, or None if nothing is left to do.
        """
        has_begun = True
        while has_begun:
            async with asyncio.TaskGroup() as tasks:
                has_begun = self._begin(tasks)
        return self._delay_s(with_upkeep=False)

    async def settle(self) -> None:
        """Step, and sleep between the steps, until every generation has come to rest."""
        while (delay_s := await self.step()) is not None:
            await self._time.sleep(delay_s)

    async def drain(self, grace_s: float) -> None:
        """Begin nothing new; return when nothing is under way, at the latest after *grace_s* s.

        ``run`` goes on meanwhile, and is to be cancelled afterwards. What has not ended by then
        stays in the database for the next start.
        """
        self._door.shut()
        end_s = self._time.monotonic() + grace_s
        begun = len(self._errands.open())
        logger.info("stopping", under_way=begun, grace_s=grace_s)
        while self._is_busy() and (left_s := end_s - self._time.monotonic()) > 0:
            ended = self._errands.next_end()
            if self._is_busy():
                await until_set(ended, self._time, left_s)
        left = len(self._errands.open())
        logger.info("stopped working", finished=max(0, begun - left), left=left)

    def _is_busy(self) -> bool:
        return bool(self._errands.open()) or self._errands.is_at(_CLAIMS)

    def _begin(self, tasks: asyncio.TaskGroup) -> bool:
        if not self._has_recovered:
            is_due = self._time.monotonic() >= self._next_start_s and self._door.is_open
            return is_due and self._errands.chore(tasks, _RECOVERY, lambda: self._recover(tasks))
        begun = self._begin_chores(tasks)
        for task in self._poller.due():
            self._errands.run(tasks, task.generation.id, self._runner.look(task))
            begun = True
        for position, generation_id in enumerate(self._found()):
            self._errands.run(tasks, generation_id, self._take_up(generation_id, position))
            begun = True
        for generation_id in self._overdue.found():
            self._errands.run(tasks, generation_id, self._overdue.end(generation_id))
            begun = True
        return begun

    def _found(self) -> Sequence[int]:
        return [*self._custody.found(), *self._retries.due()]

    def _begin_chores(self, tasks: asyncio.TaskGroup) -> bool:
        begun = False
        # One after the other, never both: whose turn it was is no more what its row said before.
        if self._has_calls():
            begun |= self._errands.chore(tasks, _CALLS, lambda: self._answer_calls(tasks))
        if self._claim_delay_s() == 0.0 and not self._errands.is_at(_CALLS):
            begun |= self._errands.chore(tasks, _CLAIMS, lambda: self._claim(tasks))
        for chore in self._chores:
            if chore.delay_s() == 0.0:
                begun |= self._errands.chore(tasks, chore.name, chore.do)
        return begun

    def _delay_s(self, *, with_upkeep: bool) -> float | None:
        if not self._has_recovered:
            if self._errands.is_at(_RECOVERY) or not self._door.is_open:
                return None
            return max(0.0, self._next_start_s - self._time.monotonic())
        delays = [
            None if self._is_choosing() else self._claim_delay_s(),
            self._poller.next_look_s(),
            self._retries.delay_s(),
            0.0 if self._has_found() else None,
            *(
                chore.delay_s()
                for chore in self._chores
                if (with_upkeep or not chore.is_upkeep) and not self._errands.is_at(chore.name)
            ),
        ]
        return min((delay for delay in delays if delay is not None), default=None)

    def _has_found(self) -> bool:
        return self._custody.has_found or self._overdue.has_found or self._has_calls()

    def _has_calls(self) -> bool:
        return not self._is_choosing() and bool(self._called.ready(self._is_known))

    def _is_choosing(self) -> bool:
        return self._errands.is_at(_CLAIMS) or self._errands.is_at(_CALLS)

    def _claim_delay_s(self) -> float | None:
        return self._in_calm(self._turns.next_turn_s()) if self._door.is_open else None

    def _places_delay_s(self) -> float | None:
        return self._in_calm(self._positions.delay_s())

    def _in_calm(self, delay_s: float | None) -> float | None:
        # First answers have 3 seconds, and all of this takes processor time from them.
        return None if delay_s is None else max(delay_s, self._rush.rest_s())

    async def _claim(self, tasks: asyncio.TaskGroup) -> None:
        while self._claim_delay_s() == 0.0 and (generation := await self._turns.take()) is not None:
            self._positions.moved()
            self._errands.run(tasks, generation.id, self._runner.start(generation))

    async def _answer_calls(self, tasks: asyncio.TaskGroup) -> None:
        for generation_id in self._called.ready(self._is_known):
            generation = await self._generations.get(generation_id)
            self._called.done(generation_id)
            # Whose turn has come meanwhile goes on by itself.
            if generation is not None and generation.status not in _AT_THE_SERVICE:
                self._errands.run(tasks, generation_id, self._recovery.resume(generation))

    async def _recover(self, tasks: asyncio.TaskGroup) -> None:
        position = 0
        await self._generations.recount()
        for generation in await self._recovery.unfinished():
            work = self._recovery.resume(generation, position)
            self._errands.run(tasks, generation.id, work)
            position += generation.status is Status.RUNNING
        self._has_recovered = True

    async def _take_up(self, generation_id: int, position: int) -> None:
        generation = await self._generations.get(generation_id)
        if generation is None:
            return
        fault = self._retries.last_fault(generation_id)
        if fault is None:
            await self._recovery.resume(generation, position)
        else:
            is_cleared = self._clearance.has_passed(generation)
            await self._endings.give_up(generation, fault, is_cleared=is_cleared)

    async def _erase_tokens(self) -> None:
        self._turns.look_again()
        await self._generations.erase_tokens(self._time.now() - _TOKEN_LIFE)

    def _is_known(self, generation_id: int) -> bool:
        return (
            self._errands.is_open(generation_id)
            or self._retries.is_waiting(generation_id)
            or self._endings.is_telling(generation_id)
        )

    def _pause_claims(self) -> None:
        self._next_start_s = self._time.monotonic() + _AFTER_FAULT_S
        self._turns.pause_all(_AFTER_FAULT_S)
        self._turns.look_again()
