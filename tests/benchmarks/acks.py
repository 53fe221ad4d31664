"""From the dispatch of a command or press to its first answer's arrival, beside two bare bots."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import presses
from tests.benchmarks.arena import Arena
from tests.benchmarks.contenders import Contender, bare_bot, easel
from tests.benchmarks.image_service import ImageService
from tests.benchmarks.tables import percentile, table

TEXT, CARD, EASEL = "constant text", "constant card", "Easel"
_GIVEN_UP_S = 3.0
_END_DEADLINE_S = 300.0
_LONG_S = 60.0
_PRESSED_ROUNDS = 30  # each waits for several images
_HEADER = [
    *("bot", "asked", "late", "p50 ms", "p95 ms", "p99 ms", "max ms"),
    *("p50 / card", "p99 / card", "CPU ms each"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is asked: rounds one at a time, and an open loop (arrivals wait for nobody)."""

    warm_ups: int
    rounds: int
    rate_per_s: float
    loop_s: float


@dataclass(slots=True)
class Times:
    """Seconds to each answer, None for one that never came, and the bot's processor time."""

    answers_s: list[float | None] = field(default_factory=list)
    cpu_s: float = 0.0

    @property
    def answered(self) -> int:
        return sum(each is not None for each in self.answers_s)

    def figures_ms(self) -> list[float]:
        """Return p50, p95, p99 and the longest; no answer counts as Discord's 3 seconds."""
        whole = [_GIVEN_UP_S if each is None else each for each in self.answers_s]
        return [1000 * percentile(whole, share) for share in (0.5, 0.95, 0.99, 1.0)]


class _Work:
    """How long the stub's tasks take; changed between the parts."""

    duration_s = 0.0


async def measure(plan: Plan, folder: Path) -> str:
    """Return the tables of one run; all bots take turns on one sandbox."""
    work = _Work()
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(ImageService(lambda: work.duration_s))
        arena = await stack.enter_async_context(Arena())
        bots = {
            TEXT: await stack.enter_async_context(bare_bot(arena, "text", folder)),
            CARD: await stack.enter_async_context(bare_bot(arena, "card", folder)),
            EASEL: await stack.enter_async_context(easel(arena, service, folder)),
        }
        await _one_at_a_time(arena, bots, plan.warm_ups)
        alone = await _one_at_a_time(arena, bots, plan.rounds)
        pressed = await _presses(arena, bots, min(plan.rounds, _PRESSED_ROUNDS))
        work.duration_s = _LONG_S
        busy = {name: await _open_loop(arena, bot, plan) for name, bot in bots.items()}
        service.is_hasty = True
        await arena.ended(busy[EASEL].answered, _END_DEADLINE_S)
        ending = {name: busy[name] for name in (TEXT, CARD)}
        cpu_s = await bots[EASEL].cpu_s()
        ending[EASEL] = await _open_loop(arena, bots[EASEL], plan)
        await arena.ended(ending[EASEL].answered, _END_DEADLINE_S)
        ending[EASEL].cpu_s = await bots[EASEL].cpu_s() - cpu_s
    rate = f"open loop, {plan.rate_per_s:g} commands a second"
    return "\n".join(
        [
            _table("First answer: one at a time, Easel's image delivered before the next", alone),
            _table("First answer: a command, then each press on its finished card", pressed),
            _table(f"First answer: {rate}; 64 tasks at work, the rest waiting", busy),
            _table(f"First answer: {rate}; every image made and delivered meanwhile", ending),
        ]
    )


async def _one_at_a_time(
    arena: Arena, bots: Mapping[str, Contender], rounds: int
) -> dict[str, Times]:
    times = {name: Times(cpu_s=-await bot.cpu_s()) for name, bot in bots.items()}
    for number in range(rounds):
        for name, bot in bots.items():
            times[name].answers_s.append(await arena.ask(bot.session, number))
        # Easel is the last: what follows its answer must not disturb the next one's.
        await arena.ended(1, _END_DEADLINE_S)
    for name, bot in bots.items():
        times[name].cpu_s += await bot.cpu_s()
    return times


async def _presses(arena: Arena, bots: Mapping[str, Contender], rounds: int) -> dict[str, Times]:
    times = {name: Times() for name in (CARD, EASEL, *presses.ACTS)}
    for number in range(rounds):
        times[CARD].answers_s.append(await arena.ask(bots[CARD].session, number))
        answers_s = await presses.one_round(arena, bots[EASEL].session, _END_DEADLINE_S)
        for name, answer_s in zip((EASEL, *presses.ACTS), answers_s, strict=True):
            times[name].answers_s.append(answer_s)
    return times


async def _open_loop(arena: Arena, bot: Contender, plan: Plan) -> Times:
    loop = asyncio.get_running_loop()
    cpu_s = await bot.cpu_s()
    began_s = loop.time()
    asked = []
    for number in range(round(plan.rate_per_s * plan.loop_s)):
        await asyncio.sleep(began_s + number / plan.rate_per_s - loop.time())
        asked.append(asyncio.create_task(arena.ask(bot.session, number)))
    answers_s = await asyncio.gather(*asked)
    return Times(answers_s, await bot.cpu_s() - cpu_s)


def _table(title: str, times: Mapping[str, Times]) -> str:
    card = times[CARD].figures_ms()
    rows = []
    for name, each in times.items():
        asked, mine = len(each.answers_s), each.figures_ms()
        rows.append(
            [
                *(name, f"{asked}", f"{asked - each.answered}"),
                *(f"{figure:.2f}" for figure in mine),
                *(f"{mine[0] / card[0]:.2f}", f"{mine[2] / card[2]:.2f}"),
                f"{1000 * each.cpu_s / asked:.1f}" if each.cpu_s else "–",
            ]
        )
    return table(title, _HEADER, rows)
