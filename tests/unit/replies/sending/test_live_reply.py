"""The live reply keeps the newest, edits within its budget, and never skips the last word."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.generation import Rung
from bot.generation.announcer import Progress
from bot.replies.sending.delivery import Delivery
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.uploads import Packer
from tests.unit.replies.fake_roads import FakeRoads, RoadState, StillTime
from tests.unit.replies.samples import a_generation, an_image, loaded


@pytest.fixture
def time() -> StillTime:
    return StillTime()


@pytest.fixture
def state() -> RoadState:
    return RoadState()


@pytest.fixture
def live(time: StillTime, state: RoadState) -> LiveReply:
    roads = FakeRoads(time, state)
    return LiveReply(
        roads, Delivery(roads, time, Packer()), EditQueue(time, interval_s=1.5, per_minute=30)
    )


async def test_of_many_states_only_the_newest_is_shown(live: LiveReply, state: RoadState) -> None:
    for percent in range(50):
        live.progress(a_generation(), Progress(fraction=percent / 100))
    await live.step()
    assert len(state.sent) == 1
    assert "49%" in state.sent[0].text


async def test_a_card_is_edited_at_most_every_interval(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    for tenth in range(100):
        live.progress(a_generation(), Progress(fraction=tenth / 100))
        await live.step()
        time.monotonic_s += 0.1
    assert len(state.sent) == 7  # at 0, 1.5, 3.0 … 9.0 of 9.9 seconds


async def test_what_looks_the_same_is_not_sent_again(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    for _ in range(5):
        live.progress(a_generation(), Progress(position=3))
        await live.step()
        time.monotonic_s += 10
    assert len(state.sent) == 1


async def test_the_edits_of_one_channel_share_a_budget_over_two_windows(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    for second in range(120):
        for number in range(20):
            generation = replace(a_generation(), id=number + 1)
            live.progress(generation, Progress(fraction=second / 200))
        await live.step()
        if second == 59:
            assert len(state.sent) == 30
        time.monotonic_s += 1
    assert len(state.sent) == 60


async def test_the_end_is_shown_at_once_whatever_the_budget(
    live: LiveReply, state: RoadState
) -> None:
    generation = a_generation()
    live.progress(generation, Progress(fraction=0.9))
    await live.step()
    live.progress(generation, Progress(fraction=0.95))
    rung = await live.deliver(generation, loaded(an_image()))
    await live.step()
    assert rung is Rung.TOKEN
    assert [sent.names for sent in state.sent] == [[], ["easel-1-1.png"]]


async def test_an_edit_under_way_never_overwrites_the_end(
    live: LiveReply, state: RoadState
) -> None:
    state.gate = asyncio.Event()
    live.progress(a_generation(), Progress(fraction=0.5))
    editing = asyncio.create_task(live.step())
    await asyncio.sleep(0)
    delivering = asyncio.create_task(live.deliver(a_generation(), loaded(an_image())))
    await asyncio.sleep(0)
    state.gate.set()
    await asyncio.gather(editing, delivering)
    assert state.sent[-1].names == ["easel-1-1.png"]


async def test_an_edit_that_waited_for_the_end_is_dropped(
    live: LiveReply, state: RoadState
) -> None:
    state.gate = asyncio.Event()
    generation = a_generation()
    live.progress(generation, Progress(fraction=0.97))
    loop = asyncio.create_task(live.run())
    delivering = asyncio.create_task(live.deliver(generation, loaded(an_image())))
    for _ in range(5):
        await asyncio.sleep(0)  # both are started in one turn, and one waits for the other
    state.gate.set()
    await delivering
    for _ in range(5):
        await asyncio.sleep(0)
    assert state.sent[-1].names == ["easel-1-1.png"]
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop


async def test_a_late_look_at_a_cancelled_task_does_not_bring_its_card_back(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    generation = a_generation()
    await live.cancelled(generation, 0)
    time.monotonic_s += 60
    live.progress(generation, Progress(fraction=0.9))
    await live.step()
    assert len(state.sent) == 1


async def test_what_comes_during_an_edit_is_shown_after_it(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    state.gate = asyncio.Event()
    live.progress(a_generation(), Progress(fraction=0.1))
    editing = asyncio.create_task(live.step())
    await asyncio.sleep(0)
    live.progress(a_generation(), Progress(fraction=0.5))
    time.monotonic_s += 10
    await live.step()  # the first edit still hangs, so there is nothing to do
    state.gate.set()
    await editing
    await live.step()
    assert ["10%" in sent.text for sent in state.sent] == [True, False]
    assert "50%" in state.sent[1].text


async def test_a_preview_is_attached_under_its_own_type(live: LiveReply, state: RoadState) -> None:
    live.progress(a_generation(), Progress(fraction=0.5, preview=b"RIFF....WEBP"))
    await live.step()
    assert state.sent[0].names == ["preview-1.webp"]


async def test_progress_stops_when_the_token_is_old(
    live: LiveReply, state: RoadState, time: StillTime
) -> None:
    generation = a_generation()
    time.now_value = generation.created_at.replace(minute=15)
    live.progress(generation, Progress(fraction=0.5))
    await live.step()
    assert state.sent == []


async def test_a_bug_in_one_edit_does_not_stop_the_loop(
    live: LiveReply, state: RoadState, caplog: pytest.LogCaptureFixture
) -> None:
    state.bugs = 1
    loop = asyncio.create_task(live.run())
    live.progress(a_generation(), Progress(fraction=0.5))
    live.progress(replace(a_generation(), id=2), Progress(fraction=0.5))
    for _ in range(20):
        await asyncio.sleep(0)  # gives the loop its turns
    assert len(state.sent) == 1
    assert "'generation': 1, 'event': 'progress not shown'" in caplog.text
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop


async def test_the_loop_shows_what_comes_and_ends_when_cancelled(
    live: LiveReply, state: RoadState
) -> None:
    loop = asyncio.create_task(live.run())
    live.progress(a_generation(), Progress(fraction=0.5))
    for _ in range(20):
        await asyncio.sleep(0)  # gives the loop its turns
    assert len(state.sent) == 1
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop


async def test_a_card_that_discord_did_not_take_is_not_edited_before_its_end(
    live: LiveReply, state: RoadState
) -> None:
    live.has_no_card(a_generation().id)
    live.progress(a_generation(), Progress(fraction=0.5))
    await live.step()
    assert state.sent == []
    await live.failed(a_generation(), "no")
    assert len(state.sent) == 1
