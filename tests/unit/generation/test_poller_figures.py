"""The poller beside "look every second": fewer looks, and no later at the median."""

import math
import random
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pytest

from bot.generation.durations import Durations
from bot.generation.poller import Poller
from bot.providers.provider import SubmittedTask
from bot.settings import ProviderSettings
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import generation

_DURATIONS_S = [2 + 58 * n / 49 for n in range(50)]


async def _watch_one(
    provider: FakeProvider, poller: Poller, time: FakeTime, steps: int
) -> tuple[int, float]:
    """Return the looks that one task took and how late its end was found, in seconds."""
    request = generation(steps=steps).request
    submitted: SubmittedTask = await provider.submit(request, {})
    task_id = submitted.task_id
    task = replace(generation(len(provider.tasks), steps=steps), submitted_at=time.now())
    poller.watch(task, task_id, first_look_s=None)
    while (delay_s := poller.next_look_s()) is not None:
        time.advance(delay_s)
        for due in poller.due():
            await poller.look(due)
    watched = provider.tasks[task_id]
    return len(watched.looks_at_s), watched.looks_at_s[-1] - watched.done_at_s


async def _figures(
    provider: FakeProvider, time: FakeTime, duration_s: Callable[[float], float], *, lessons: int
) -> tuple[float, float]:
    poller = Poller(
        {"fake": provider},
        {"fake": ProviderSettings(name="fake")},
        Durations(),
        time,
        random.Random(1),  # noqa: S311 - jitter
    )
    looks, delays_s, every_second = 0, [], 0
    # The step count tells the kinds of task apart, so that each duration is learnt by itself.
    for steps, expected_s in enumerate(_DURATIONS_S, start=1):
        for lesson in range(lessons + 1):
            provider.duration_s = duration_s(expected_s)
            taken, delay_s = await _watch_one(provider, poller, time, steps)
            if lesson == lessons:
                looks += taken
                delays_s.append(delay_s)
                every_second += math.ceil(provider.duration_s)
    return looks / every_second, median(delays_s)


async def test_with_the_service_s_eta_it_needs_half_the_looks_and_is_no_later() -> None:
    time = FakeTime()
    provider = FakeProvider(time, tells_eta=True)
    share, delay_s = await _figures(provider, time, lambda s: s, lessons=0)
    assert share <= 0.5
    assert delay_s <= 0.5


async def test_with_the_progress_alone_it_needs_half_the_looks_and_is_no_later() -> None:
    time = FakeTime()
    provider = FakeProvider(time, tells_fraction=True)
    share, delay_s = await _figures(provider, time, lambda s: s, lessons=0)
    assert share <= 0.5
    assert delay_s <= 0.5


@pytest.mark.parametrize("noise", [0.0, 0.05, 0.1])
async def test_learnt_durations_alone_need_half_the_looks_and_are_no_later(noise: float) -> None:
    time = FakeTime()
    chance = random.Random(2)  # noqa: S311 - noise
    provider = FakeProvider(time)
    share, delay_s = await _figures(
        provider, time, lambda s: s * chance.uniform(1 - noise, 1 + noise), lessons=5
    )
    assert share <= 0.5
    assert delay_s <= 0.5


async def test_with_no_hint_at_all_it_still_needs_half_the_looks_and_is_seconds_late_at_most() -> (
    None
):
    time = FakeTime()
    provider = FakeProvider(time)
    share, delay_s = await _figures(provider, time, lambda s: s, lessons=0)
    assert share <= 0.5
    assert delay_s <= 1.5
