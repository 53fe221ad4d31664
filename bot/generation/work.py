"""The long-lived owner of all that runs: it starts what is due and outlives every fault."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from typing import Protocol

import structlog

from bot.errors import DiscordUnreachable, UserError
from bot.generation.poller import Poller
from bot.generation.positions import Positions
from bot.generation.queue import Turns
from bot.generation.recovery import Recovery
from bot.generation.retries import Retries
from bot.generation.runner import Runner
from bot.store.generations import Generations
from bot.timing import Time

logger = structlog.stdlib.get_logger(__name__)

_AFTER_FAULT_S = 5.0
_SWEEP_INTERVAL_S = 60.0
_TOKEN_LIFE = timedelta(minutes=15)


class Sweep(Protocol):
    """What is done a little of, each minute; it reports its own faults."""

    @property
    def name(self) -> str:
        """Name it in the log; no two are the same."""
        ...

    def step(self) -> Coroutine[object, object, None]:
        """Do a little, in bounded time."""
        ...


class Work:
    """Drives the generations, in one of two ways that share everything but who waits.

    ``run`` is for production: it owns every task that it starts. ``step`` and ``settle`` are for
    tests that must not have anything running behind their back; never both at once.
    """

    def __init__(  # noqa: PLR0913 - it drives all the parts
        self,
        *,
        generations: Generations,
        turns: Turns,
        poller: Poller,
        runner: Runner,
        recovery: Recovery,
        positions: Positions,
        time: Time,
        sweeps: Sequence[Sweep] = (),
    ) -> None:
        self._generations = generations
        self._turns = turns
        self._poller = poller
        self._runner = runner
        self._recovery = recovery
        self._positions = positions
        self._time = time
        self._sweeps = sweeps
        self._retries = Retries(time)
        self._woken = asyncio.Event()
        self._has_recovered = False
        self._chores: set[str] = set()
        self._next_start_s = 0.0
        self._next_sweep_s = 0.0

    def wake(self) -> None:
        """Say that something may have been queued; starts no task and returns at once."""
        self._turns.look_again()
        self._positions.moved()
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled; what is then under way stays in the database for the next start."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._woken.clear()
                self._begin(tasks)
                await self._rest(self._delay_s(with_sweep=True))

    async def step(self) -> float | None:
        """Do everything that is due now, wait for it, and leave nothing running.

        Returns:
            Seconds until the next thing is due, or None if nothing is left to do.
        """
        has_begun = True
        while has_begun:
            async with asyncio.TaskGroup() as tasks:
                has_begun = self._begin(tasks)
        return self._delay_s(with_sweep=False)

    async def settle(self) -> None:
        """Step, and sleep between the steps, until every generation has come to rest."""
        while (delay_s := await self.step()) is not None:
            await self._time.sleep(delay_s)

    def _begin(self, tasks: asyncio.TaskGroup) -> bool:
        begun = self._begin_chores(tasks)
        if not self._has_recovered:
            return begun
        for task in self._poller.due():
            self._spawn(tasks, task.generation.id, self._runner.look(task))
            begun = True
        for generation_id in self._retries.due():
            self._spawn(tasks, generation_id, self._take_up(generation_id))
            begun = True
        return begun

    def _begin_chores(self, tasks: asyncio.TaskGroup) -> bool:
        now_s = self._time.monotonic()
        if not self._has_recovered:
            is_due = now_s >= self._next_start_s
            return is_due and self._chore(tasks, "recovery", self._recover(tasks))
        begun = False
        if self._turns.next_turn_s() == 0.0:
            begun |= self._chore(tasks, "claims", self._claim(tasks))
        if self._positions.delay_s() == 0.0:
            begun |= self._chore(tasks, "places", self._positions.refresh())
        if now_s >= self._next_sweep_s:
            self._next_sweep_s = now_s + _SWEEP_INTERVAL_S
            self._turns.look_again()
            before = self._time.now() - _TOKEN_LIFE
            begun |= self._chore(tasks, "tokens", self._generations.erase_tokens(before))
            for sweep in self._sweeps:
                begun |= self._chore(tasks, sweep.name, sweep.step())
        return begun

    def _delay_s(self, *, with_sweep: bool) -> float | None:
        now_s = self._time.monotonic()
        if not self._has_recovered:
            return None if "recovery" in self._chores else max(0.0, self._next_start_s - now_s)
        delays = [
            None if "claims" in self._chores else self._turns.next_turn_s(),
            None if "places" in self._chores else self._positions.delay_s(),
            self._poller.next_look_s(),
            self._retries.delay_s(),
            max(0.0, self._next_sweep_s - now_s) if with_sweep else None,
        ]
        return min((delay for delay in delays if delay is not None), default=None)

    async def _rest(self, delay_s: float | None) -> None:
        if delay_s is None:
            await self._woken.wait()
            return
        waits = {
            asyncio.ensure_future(self._time.sleep(delay_s)),
            asyncio.ensure_future(self._woken.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _claim(self, tasks: asyncio.TaskGroup) -> None:
        while (generation := await self._turns.take()) is not None:
            self._positions.moved()
            self._spawn(tasks, generation.id, self._runner.start(generation))

    async def _recover(self, tasks: asyncio.TaskGroup) -> None:
        for position, generation in enumerate(await self._recovery.unfinished()):
            self._spawn(tasks, generation.id, self._recovery.resume(generation, position))
        self._has_recovered = True

    async def _take_up(self, generation_id: int) -> None:
        generation = await self._generations.get(generation_id)
        if generation is None:
            return
        fault = self._retries.last_fault(generation_id)
        if fault is None:
            await self._recovery.resume(generation)
        else:
            await self._runner.give_up(generation, fault)

    def _chore(
        self, tasks: asyncio.TaskGroup, name: str, work: Coroutine[object, object, object]
    ) -> bool:
        if name in self._chores:
            work.close()
            return False
        self._chores.add(name)
        tasks.create_task(self._outlive(name, work))
        return True

    def _spawn(
        self, tasks: asyncio.TaskGroup, generation_id: int, work: Coroutine[object, object, object]
    ) -> None:
        tasks.create_task(self._outlive(generation_id, work))

    async def _outlive(self, subject: int | str, work: Coroutine[object, object, object]) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - one generation's bug must not stop the others
            self._report(subject, fault)
        finally:
            self._chores.discard(str(subject))
            self._woken.set()

    def _report(self, subject: int | str, fault: Exception) -> None:
        trace = None if isinstance(fault, UserError | DiscordUnreachable) else fault
        if isinstance(subject, int):
            logger.error("stopped", generation=subject, fault=str(fault), exc_info=trace)
            self._retries.add(subject, fault)
            return
        logger.error("stopped", subject=subject, fault=str(fault), exc_info=trace)
        self._next_start_s = self._time.monotonic() + _AFTER_FAULT_S
        self._turns.pause_all(_AFTER_FAULT_S)
        self._turns.look_again()
