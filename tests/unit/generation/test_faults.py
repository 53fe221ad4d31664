"""Each fault of the service: an honest sentence, the units back, nothing paid twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.generation import Generation, Status
from bot.errors import (
    BadImage,
    EndpointGone,
    PromptRefused,
    ProviderAccount,
    ProviderBusy,
    ProviderError,
    ProviderUnavailable,
    RequestRefused,
    TaskFailed,
    TaskLost,
)
from bot.providers.bad_images import ImageTooLarge, LinkRefused
from bot.providers.provider import TaskStatus
from tests.fakes.provider import FakeProvider
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, running, start, until


async def _fails(world: World, generation: Generation, text: str) -> None:
    row = await world.row(generation)
    assert row.status is Status.FAILED
    assert row.reason == text
    assert world.announcer.text_of(generation.id) == text
    assert world.announcer.deliveries == []
    assert await world.used() == 0


@pytest.mark.parametrize(
    "error",
    [
        ProviderAccount(),
        PromptRefused(),
        RequestRefused("steps"),
        EndpointGone(),
        ProviderUnavailable(),
        TaskLost(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_submit_that_is_refused_or_may_have_arrived_is_not_repeated(
    world: World, error: ProviderError
) -> None:
    world.provider.submit_errors = [error]
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(error))
    assert world.provider.submit_calls == 1


@pytest.mark.parametrize(
    "error",
    [ProviderBusy(), ProviderUnavailable(surely_not_taken=True)],
    ids=lambda error: type(error).__name__,
)
async def test_a_submit_that_surely_did_not_arrive_is_repeated_later(
    world: World, error: ProviderError
) -> None:
    world.provider.submit_errors = [error]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.provider.submit_calls == 2
    assert world.provider.tasks["task-1"].submitted_at_s >= 2.0
    assert await world.used() == 1


async def test_a_service_that_is_busy_for_long_is_asked_less_and_less_often(world: World) -> None:
    world.provider.submit_errors = [ProviderBusy() for _ in range(20)]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.provider.submit_calls == 21
    assert world.time.monotonic() > 10 * 60


async def test_a_retry_after_holds_for_everything_that_waits(world: World) -> None:
    world.provider.submit_errors = [ProviderBusy(retry_after_s=40.0)]
    first = await world.ask()
    await world.work.step()
    second = await world.ask(new(member_id=2))
    await world.work.settle()
    assert {first.id, second.id} == set(world.announcer.delivered_ids())
    assert all(task.submitted_at_s >= 40.0 for task in world.provider.tasks.values())


async def test_a_task_that_fails_says_why_in_the_service_s_words(world: World) -> None:
    world.provider.ends = TaskStatus.FAILED
    world.provider.reason = "out of memory"
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(TaskFailed("out of memory")))


async def test_a_task_that_the_service_lost_is_over(world: World) -> None:
    generation = await world.ask()
    await world.work.step()
    world.provider.tasks.clear()
    await world.work.settle()
    await _fails(world, generation, str(TaskLost()))


async def test_a_task_that_never_ends_is_given_up_at_its_deadline(world: World) -> None:
    world.provider.duration_s = 1e9
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(TaskFailed("it took too long")))
    assert world.time.monotonic() == pytest.approx(900, abs=5)


async def test_a_service_that_stays_away_is_given_up_at_the_deadline(world: World) -> None:
    world.provider.look_errors = [ProviderUnavailable() for _ in range(2_000)]
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(ProviderUnavailable()))
    assert world.time.monotonic() == pytest.approx(900, abs=5)


async def test_a_key_that_stays_refused_is_named_after_a_minute(world: World) -> None:
    world.provider.look_errors = [ProviderAccount() for _ in range(2_000)]
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(ProviderAccount()))
    assert 60 <= world.time.monotonic() < 90


@pytest.mark.parametrize(
    "error",
    [ProviderUnavailable, ProviderBusy, ProviderAccount],
    ids=lambda error: error.__name__,
)
async def test_looks_that_fail_for_a_while_cost_nothing(
    world: World, error: Callable[[], ProviderError]
) -> None:
    world.provider.look_errors = [error() for _ in range(5)]
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    assert world.provider.submit_calls == 1


async def test_a_429_on_a_look_is_obeyed_for_all_tasks_of_the_service(world: World) -> None:
    first = await world.ask()
    await world.work.step()
    world.time.advance(0.3)
    second = await world.ask(new(member_id=2))
    await world.work.step()  # its look is planned before the service asks for quiet
    world.provider.look_errors = [ProviderBusy(retry_after_s=30.0)]
    await world.work.settle()
    assert {first.id, second.id} == set(world.announcer.delivered_ids())
    looks_s = sorted(at_s for task in world.provider.tasks.values() for at_s in task.looks_at_s)
    assert looks_s[1] >= looks_s[0] + 30.0


async def test_an_image_that_cannot_be_had_is_given_back_singly(world: World) -> None:
    world.provider.download_errors = {1: [BadImage() for _ in range(9)]}
    generation = await world.ask(new(request(batch_size=4)))
    await world.work.settle()
    row = await world.row(generation)
    assert row.status is Status.DELIVERED
    assert [image.index for image in row.images] == [0, 2, 3]
    assert [image.seed for image in row.images] == [7, 9, 10]
    assert await world.used() == 3


async def test_images_that_the_service_left_out_are_given_back_singly(world: World) -> None:
    world.provider.missing = 2
    generation = await world.ask(new(request(batch_size=3)))
    await world.work.settle()
    assert len((await world.row(generation)).images) == 1
    assert await world.used() == 1


async def test_without_any_image_the_generation_has_failed(world: World) -> None:
    world.provider.missing = 1
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(BadImage()))


async def test_extras_alone_are_no_result(world: World) -> None:
    world.provider.extras = 1
    world.provider.download_errors = {0: [TaskLost()]}
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(TaskLost()))


async def test_a_download_that_fails_once_is_repeated(world: World) -> None:
    world.provider.download_errors = {0: [ProviderBusy(retry_after_s=3.0), BadImage()]}
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED


async def test_bytes_that_are_no_image_are_not_delivered(world: World) -> None:
    world.provider.image_bytes = b"<html>not found</html>"
    generation = await world.ask()
    await world.work.settle()
    await _fails(world, generation, str(BadImage()))


async def test_a_preview_that_cannot_be_had_disturbs_nothing(world: World) -> None:
    world.provider.preview = "https://images.invalid/preview/9"
    world.provider.download_errors = {9: [BadImage() for _ in range(99)]}
    world.provider.duration_s = 10.0
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).status is Status.DELIVERED
    shown = world.announcer.progress_of(generation.id)
    assert all(progress.preview is None for progress in shown)


async def test_a_generation_that_was_cancelled_meanwhile_is_not_delivered(world: World) -> None:
    generation = await world.ask()
    await world.work.step()
    assert await world.generations.cancel(generation.id, world.time.now()) is not None
    await world.work.settle()
    assert world.announcer.deliveries == []
    assert (await world.row(generation)).status is Status.CANCELLED
    assert await world.used() == generation.units  # the service charges for it


async def test_a_failure_waits_for_the_card_that_is_being_sent(tmp_path: Path) -> None:
    time = FakeTime(by_hand=True)
    provider = FakeProvider(time, submit_errors=[ProviderAccount()])
    async with start(tmp_path, time=time, provider=provider) as world, running(world):
        generation = (await world.admission.admit(new())).generation
        world.work.wake()  # another member's command does that at any time
        await until(lambda: provider.submit_calls == 1)
        await world.generations.set_message(generation.id, 777)

        def is_told() -> bool:
            time.advance(0.01)
            return len(world.announcer.failures) == 1

        await until(is_told)
        assert world.announcer.failed_values[0].place.message_id == 777


async def test_a_failure_does_not_wait_for_a_card_that_never_comes(world: World) -> None:
    world.provider.submit_errors = [ProviderAccount()]
    generation = (await world.admission.admit(new())).generation
    await world.work.settle()
    await _fails(world, generation, str(ProviderAccount()))
    assert world.time.monotonic() == pytest.approx(3.0, abs=0.3)


@pytest.mark.parametrize("error", [ImageTooLarge(), LinkRefused()], ids=["large", "refused"])
async def test_what_would_come_the_same_again_is_not_fetched_again(
    world: World, error: BadImage
) -> None:
    world.provider.download_errors = {0: [error] * 9}
    generation = await world.ask()
    await world.work.settle()
    assert len(world.provider.downloads) == 1
    assert world.announcer.text_of(generation.id) == str(error)
    assert "no image" not in str(error)
