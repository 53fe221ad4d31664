"""One generation from its request to its owner, when nothing goes wrong."""

import asyncio
import hashlib
import itertools
from pathlib import Path

import pytest

from bot.domain.generation import Rung, Status
from bot.domain.request import ControlUnit
from bot.replies.parts.words import time_taken_s
from tests.fakes.provider import FakeProvider, picture
from tests.fakes.time import FakeTime
from tests.unit.generation.values import new, request
from tests.unit.generation.world import World, start


async def test_a_request_ends_with_its_images_delivered_once(world: World) -> None:
    generation = await world.ask()
    await world.work.settle()
    row = await world.row(generation)
    assert row.status is Status.DELIVERED
    assert row.rung is Rung.TOKEN
    assert world.announcer.delivered_ids() == [generation.id]
    assert world.announcer.failures == []
    assert world.provider.submit_calls == 1
    assert await world.used() == 1


async def test_the_images_are_files_with_their_facts_in_the_rows(world: World) -> None:
    world.provider.image_bytes = picture(48, 32, "WEBP")
    generation = await world.ask(new(request(batch_size=2, n_iter=2, seed=2**32 - 2)))
    await world.work.settle()
    row = await world.row(generation)
    assert [image.seed for image in row.images] == [2**32 - 2, 2**32 - 1, 0, 1]
    for image in row.images:
        assert (image.width_px, image.height_px) == (48, 32)
        assert image.content_type == "image/webp"
        assert image.sha256 == hashlib.sha256(world.provider.image_bytes).hexdigest()
        assert await world.files.read(image.path) == world.provider.image_bytes
    assert await world.used() == 4


async def test_pictures_beyond_those_asked_for_are_extra_and_free(world: World) -> None:
    world.provider.extras = 1
    generation = await world.ask(new(request(batch_size=2)))
    await world.work.settle()
    row = await world.row(generation)
    assert [image.is_extra for image in row.images] == [False, False, True]
    assert await world.used() == 2


async def test_the_input_images_go_along_with_the_request(world: World) -> None:
    data = picture(16, 16)
    sha256 = await world.files.write_input(data)
    unit = ControlUnit(image_sha256=sha256, model="canny", preprocessor="canny")
    await world.ask(new(request(control_units=(unit,))))
    await world.work.settle()
    (task,) = world.provider.tasks.values()
    assert task.inputs == {sha256: data}


async def test_what_the_service_warned_of_stays_with_the_row(world: World) -> None:
    world.provider.warning = "the sampler was replaced"
    generation = await world.ask()
    await world.work.settle()
    assert (await world.row(generation)).warning == "the sampler was replaced"


async def test_the_delivered_value_is_of_the_newest_row(world: World) -> None:
    generation = (await world.admission.admit(new())).generation
    await world.work.step()
    await world.generations.set_message(generation.id, 555)
    await world.work.settle()
    ((delivered, images),) = world.announcer.deliveries
    assert delivered.place.message_id == 555
    assert delivered.status is Status.READY
    assert [image.stored for image in images] == list(delivered.images)


async def test_what_is_delivered_says_how_long_it_took(world: World) -> None:
    world.provider.duration_s = 20.0
    await world.ask()
    world.time.advance(100.0)  # waiting for its turn is no part of it
    await world.work.settle()
    ((delivered, _images),) = world.announcer.deliveries
    taken_s = time_taken_s(delivered)
    assert taken_s is not None
    assert 20.0 <= taken_s < 23.0  # seen at the next look


async def test_progress_is_told_and_never_goes_backwards(world: World) -> None:
    world.provider.tells_fraction = world.provider.tells_eta = True
    world.provider.duration_s = 20.0
    generation = await world.ask()
    await world.work.settle()
    fractions = [
        shown.fraction
        for shown in world.announcer.progress_of(generation.id)
        if shown.fraction is not None
    ]
    assert len(fractions) > 3
    assert fractions == sorted(fractions)


async def test_someone_who_watches_never_waits_longer_than_three_seconds(world: World) -> None:
    world.provider.duration_s = 60.0
    await world.ask()
    await world.work.settle()
    (task,) = world.provider.tasks.values()
    looks_s = [task.submitted_at_s, *task.looks_at_s]
    gaps_s = [later - sooner for sooner, later in itertools.pairwise(looks_s)]
    assert max(gaps_s) <= 3.01
    assert min(gaps_s) >= 0.34


async def test_fifty_at_once_are_each_submitted_and_delivered_once(world: World) -> None:
    asked = await asyncio.gather(*(world.ask(new(member_id=member)) for member in range(50)))
    await world.work.settle()
    assert sorted(world.announcer.delivered_ids()) == sorted(g.id for g in asked)
    assert world.provider.submit_calls == 50
    for generation in asked:
        assert (await world.row(generation)).status is Status.DELIVERED
    assert world.provider.most_downloads_at_once <= 4


async def test_a_second_request_does_not_wait_for_the_first(world: World) -> None:
    world.provider.durations_s = [60.0, 2.0]
    first = await world.ask()
    second = await world.ask(new(member_id=2))
    await world.work.settle()
    assert world.announcer.delivered_ids() == [second.id, first.id]


@pytest.mark.parametrize("is_url", [True, False])
async def test_a_preview_is_shown_while_the_task_runs(
    world: World, provider: FakeProvider, *, is_url: bool
) -> None:
    provider.preview = "https://images.invalid/preview/0" if is_url else picture()
    provider.duration_s = 10.0
    generation = await world.ask()
    await world.work.settle()
    shown = [progress.preview for progress in world.announcer.progress_of(generation.id)]
    assert shown[-1] == provider.image_bytes
    downloads = [url for url in provider.downloads if "preview" in url]
    assert len(downloads) == (1 if is_url else 0)  # the link never changed


async def test_without_previews_no_canvas_is_fetched_or_shown(
    tmp_path: Path, time: FakeTime, provider: FakeProvider
) -> None:
    provider.preview = "https://images.invalid/preview/0"
    provider.duration_s = 10.0
    async with start(tmp_path, time=time, provider=provider, previews=False) as world:
        generation = await world.ask()
        await world.work.settle()
        shown = world.announcer.progress_of(generation.id)
        assert all(progress.preview is None for progress in shown)
        assert len(provider.downloads) == 1


async def test_the_second_of_a_kind_is_told_how_long_it_will_take(world: World) -> None:
    world.provider.duration_s = 20.0
    await world.ask()
    await world.work.settle()
    second = await world.ask()
    await world.work.step()
    etas_s = [shown.eta_s for shown in world.announcer.progress_of(second.id)]
    assert etas_s[-1] == pytest.approx(20.0, abs=1.0)
